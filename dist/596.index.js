export const id = 596;
export const ids = [596];
export const modules = {

/***/ 2596:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readSourceList: () => (/* binding */ readSourceList)
});

// UNUSED EXPORTS: MAX_SOURCES

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./lib/src/model/similar-name.js
var similar_name = __webpack_require__(1101);
// EXTERNAL MODULE: ./lib/src/runtime/wording.js
var wording = __webpack_require__(8537);
// EXTERNAL MODULE: ./lib/src/inputs/csv-files.js + 1 modules
var csv_files = __webpack_require__(7436);
// EXTERNAL MODULE: ./lib/src/inputs/options.js
var inputs_options = __webpack_require__(7348);
// EXTERNAL MODULE: ./lib/src/inputs/which-source.js
var which_source = __webpack_require__(6233);
;// CONCATENATED MODULE: ./lib/src/inputs/yaml.js


const MAX_CHARACTERS = 100_000;
const MAX_SYNTAX_PROBLEMS = 3;
function parseYaml(input, text, problems) {
    if (text.length > MAX_CHARACTERS) {
        problems.add(input, `${(0,wording/* count */.U9)(text.length)} characters are more than ${(0,wording/* count */.U9)(MAX_CHARACTERS)}.`);
        return undefined;
    }
    const lines = new dist/* LineCounter */.HN();
    const document = (0,dist/* parseDocument */.Tp)(text, {
        schema: 'failsafe',
        version: '1.2',
        stringKeys: true,
        uniqueKeys: false,
        prettyErrors: false,
        lineCounter: lines,
    });
    const placeAt = (offset) => {
        const { col, line } = lines.linePos(offset);
        return `${input}, line ${line}, column ${col}`;
    };
    const placeOf = (part) => placeAt(((0,dist/* isNode */.Ll)(part) ? part.range?.[0] : undefined) ?? 0);
    const faults = [...document.errors, ...document.warnings].slice(0, MAX_SYNTAX_PROBLEMS);
    for (const { message, pos } of faults)
        problems.add(placeAt(pos[0]), `not valid YAML here: ${message}.`);
    if (faults.length > 0)
        return undefined;
    const before = problems.all.length;
    (0,dist/* visit */.YR)(document, {
        Alias: (_, alias) => {
            problems.add(placeOf(alias), 'aliases (*name) are not supported. Write the value out.');
        },
    });
    return problems.all.length === before ? { list: document.contents, placeOf } : undefined;
}

;// CONCATENATED MODULE: ./lib/src/inputs/source-list.js







const KEYS = ['source-id', 'source-name', 'csv-path', ...inputs_options/* OPTIONS */.lw];
const MAX_SOURCES = 1_000;
async function readSourceList(text, options, workspace, problems) {
    const parsed = parseYaml('sources', text, problems);
    if (parsed === undefined)
        return [];
    const { list, placeOf } = parsed;
    if (!(0,dist/* isSeq */.oP)(list)) {
        problems.add(placeOf(list), 'not a list. Each source is an entry that starts with a hyphen.');
        return [];
    }
    if (list.items.length === 0)
        problems.add(placeOf(list), 'the list is empty.');
    if (list.items.length > MAX_SOURCES) {
        problems.add(placeOf(list), `${(0,wording/* counted */.hS)(list.items.length, 'source')} are more than ${(0,wording/* count */.U9)(MAX_SOURCES)}.`);
        return [];
    }
    const given = [];
    for (const entry of list.items) {
        if ((0,dist/* isMap */.jh)(entry)) {
            const values = readValues(entry, placeOf, problems);
            const target = await readTarget(values, options, workspace, problems);
            given.push({ target, place: placeOf(entry) });
        }
        else {
            problems.add(placeOf(entry), `not a source. An entry has the keys ${KEYS.join(', ')}.`);
        }
    }
    (0,which_source/* refuseSameSource */.u)(given, problems);
    return given.map(({ target }) => target);
}
function readValues(entry, placeOf, problems) {
    const found = new Map();
    let hasWrongKey = false;
    for (const { key, value } of entry.items) {
        const name = (0,dist/* isScalar */.jn)(key) ? String(key.value) : '';
        const place = placeOf(key);
        if (!KEYS.some((known) => known === name)) {
            hasWrongKey = true;
            problems.add(place, unknownKey(name));
        }
        else if (found.has(name)) {
            problems.add(place, `${name} is given twice in this entry.`);
        }
        else if (inputs_options/* LIST_OPTIONS */.yU[name] !== undefined) {
            const names = namesOf(value);
            if (names === undefined)
                problems.add(place, `${name} takes ${inputs_options/* LIST_OPTIONS */.yU[name]}.`);
            found.set(name, { text: names ?? '', place });
        }
        else if (!(0,dist/* isScalar */.jn)(value) || typeof value.value !== 'string' || value.value === '') {
            hasWrongKey = true;
            problems.add(place, `${name} takes one value. Leave the key out for the default.`);
            found.set(name, { text: '', place });
        }
        else {
            found.set(name, { text: value.value, place: placeOf(value) });
        }
    }
    return {
        text: (key) => found.get(key)?.text ?? '',
        has: (key) => found.has(key),
        label: (key) => `${found.get(key)?.place ?? placeOf(entry)}: ${key}`,
        hasWrongKey,
    };
}
function unknownKey(name) {
    const meant = (0,similar_name/* similarName */.j)(name, KEYS);
    const advice = meant === undefined ? `The keys are ${KEYS.join(', ')}.` : `Did you mean "${meant}"?`;
    return `"${name}" is not a key of a source. ${advice}`;
}
function namesOf(value) {
    const items = (0,dist/* isSeq */.oP)(value) ? value.items : [value];
    const texts = items.map((item) => (0,dist/* isScalar */.jn)(item) && typeof item.value === 'string' ? item.value : undefined);
    return texts.every((text) => text !== undefined) ? texts.join('\n') : undefined;
}
async function readTarget({ has, hasWrongKey, label, text }, options, workspace, problems) {
    const written = text('csv-path');
    const files = written === '' ? [] : await (0,csv_files/* locateCsvFiles */.OM)(label('csv-path'), written, workspace, problems);
    if (files.length > 1) {
        problems.add(label('csv-path'), `"${written}" matches ${(0,csv_files/* severalFiles */.QS)(files)}, but an entry is one source.`);
    }
    const [csv] = files;
    const names = { sourceId: text('source-id'), sourceName: text('source-name'), csv, hasWrongKey };
    return {
        ...(0,which_source/* nameSource */.B)(names, label, problems),
        csv,
        ...(0,inputs_options/* readOptions */.Tt)({ has, label, text }, options, problems),
    };
}


/***/ })

};
