export const id = 596;
export const ids = [596];
export const modules = {

/***/ 2596:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readSourceList: () => (/* binding */ readSourceList)
});

// UNUSED EXPORTS: MAX_SOURCES, readListText

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./lib/src/model/similar-name.js
var similar_name = __webpack_require__(1101);
// EXTERNAL MODULE: ./lib/src/model/words.js
var words = __webpack_require__(1965);
// EXTERNAL MODULE: ./lib/src/inputs/csv-files.js
var csv_files = __webpack_require__(7844);
// EXTERNAL MODULE: ./lib/src/inputs/options.js
var inputs_options = __webpack_require__(7348);
// EXTERNAL MODULE: ./lib/src/inputs/which-source.js
var which_source = __webpack_require__(6233);
;// CONCATENATED MODULE: ./lib/src/inputs/yaml.js


const MAX_SYNTAX_PROBLEMS = 3;
function parseYaml(input, text, maxCharacters, problems) {
    if (text.length > maxCharacters) {
        problems.add(input, `${(0,words/* count */.U9)(text.length)} characters are more than ${(0,words/* count */.U9)(maxCharacters)}.`);
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
    for (const { code, message, pos } of faults) {
        problems.add(placeAt(pos[0]), faultInWords(code, message, lineAt(text, pos[0])));
    }
    if (faults.length > 0)
        return undefined;
    const before = problems.all.length;
    (0,dist/* visit */.YR)(document, {
        Alias: (_, alias) => {
            problems.add(placeOf(alias), `aliases (*name) are not supported. Put a value that begins with an asterisk in quotes: "*…".`);
        },
        Scalar: (_, scalar) => {
            if (scalar.anchor !== undefined) {
                const why = 'anchors (&name) are not supported. Put a value that begins with & in quotes.';
                problems.add(placeOf(scalar), why);
            }
            if (!isCutByComment(text, scalar))
                return;
            problems.add(placeOf(scalar), 'only the text before "#" was read as the value; the rest was a comment. Put the value in quotes, or a space after "#".');
        },
    });
    return problems.all.length === before ? { list: document.contents, placeOf } : undefined;
}
function isCutByComment(text, { range, type }) {
    return (type === 'PLAIN' &&
        range !== undefined &&
        range !== null &&
        /^[ \t]+#[^\s#]/.test(text.slice(range[1], range[2])));
}
function lineAt(text, offset) {
    const from = text.lastIndexOf('\n', offset - 1) + 1;
    const to = text.indexOf('\n', offset);
    return text.slice(from, to < 0 ? undefined : to);
}
const PAIR = /^\s*(?:-\s+)?([a-z][a-z-]*):(.*)$/i;
const SPECIAL_START = /^[@`%&*!|>[\]{}?,-]/;
const BY_LINE = [
    (line) => (/^[ -]*\t/.test(line) ? 'a tab. YAML takes spaces for indentation: use spaces.' : undefined),
    blankMissing,
    (line) => {
        const [key, value] = pairIn(line);
        return SPECIAL_START.test(value)
            ? `a value that begins with "${value.slice(0, 1)}" means something else in YAML. Put it in quotes: ${key}: "…".`
            : undefined;
    },
    (line) => {
        const [key, value] = pairIn(line);
        return /^[^"'].*:( |$)/.test(value)
            ? `": " in a value begins another key. Put the value in quotes: ${key}: "…".`
            : undefined;
    },
    (line) => hasCommentInBrackets(line)
        ? 'after " #" the rest of the line is a comment. Put the value in quotes if it belongs to it.'
        : undefined,
];
function faultInWords(code, message, line) {
    if (code === 'MULTIPLE_DOCS') {
        return 'a second document begins here ("---"). The list is one document: remove the line, or put the text in quotes.';
    }
    for (const explain of BY_LINE) {
        const words = explain(line);
        if (words !== undefined)
            return `not valid YAML here: ${words}`;
    }
    if (message.includes('call stack'))
        return 'not a list of sources: too much is nested in each other here.';
    return `not valid YAML here: ${message}.`;
}
function hasCommentInBrackets(line) {
    const bracket = line.search(/[{[]/);
    return bracket >= 0 && line.includes(' #', bracket);
}
function blankMissing(line) {
    const key = /^\s*(?:-\s*)?([a-z]+-[a-z-]+):[^\s/]/i.exec(line)?.[1];
    if (key !== undefined)
        return `a space is missing after "${key}:".`;
    return /^\s*-[a-z]/i.test(line) ? 'a space is missing after the hyphen.' : undefined;
}
function pairIn(line) {
    const [, key = '', value = ''] = PAIR.exec(line) ?? [];
    return [key, value.trim()];
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/src/runtime/files.js
var files = __webpack_require__(1442);
// EXTERNAL MODULE: ./lib/src/inputs/missing-path.js
var missing_path = __webpack_require__(2216);
;// CONCATENATED MODULE: ./lib/src/inputs/source-list.js











const KEYS = ['source-id', 'source-name', 'csv-path', ...inputs_options/* OPTIONS */.lw];
const MAX_SOURCES = 1_000;
async function readSourceList(given, options, places, problems) {
    const written = await readListText(given, places.workspace, problems);
    if (written === undefined)
        return [];
    const { input, maxCharacters, text } = written;
    const parsed = parseYaml(input, text, maxCharacters, problems);
    if (parsed === undefined)
        return [];
    const { list, placeOf } = parsed;
    if (!(0,dist/* isSeq */.oP)(list)) {
        problems.add(placeOf(list), `not a list. ${instead(list, text)}`);
        return [];
    }
    if (list.items.length === 0)
        problems.add(placeOf(list), 'the list is empty.');
    if (list.items.length > MAX_SOURCES) {
        problems.add(placeOf(list), `${(0,words/* counted */.hS)(list.items.length, 'source')} are more than ${(0,words/* count */.U9)(MAX_SOURCES)}.`);
        return [];
    }
    const targets = [];
    for (const entry of list.items) {
        if ((0,dist/* isMap */.jh)(entry)) {
            const values = readValues(entry, placeOf, problems);
            const target = await readTarget(values, options, places, problems);
            targets.push({ target, place: placeOf(entry) });
        }
        else {
            const why = (0,dist/* isScalar */.jn)(entry) ? blankMissing(String(entry.value)) : undefined;
            problems.add(placeOf(entry), why ?? `not a source. An entry has the keys ${KEYS.join(', ')}.`);
        }
    }
    (0,which_source/* refuseSameSource */.uz)(targets, problems);
    return targets.map(({ target }) => target);
}
function instead(list, text) {
    const why = blankMissing(text.trimStart().split('\n', 1)[0] ?? '');
    const entries = 'Each source is an entry that starts with a hyphen';
    if (why !== undefined)
        return `Perhaps ${why} ${entries}.`;
    return (0,dist/* isScalar */.jn)(list) ? `${entries}; the path of a file ends with .yml, .yaml or .json.` : `${entries}.`;
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
        else if (!(0,dist/* isScalar */.jn)(value) || typeof value.value !== 'string' || value.value.trim() === '') {
            hasWrongKey = true;
            problems.add(place, `${name} takes one value. Leave the key out for the default.`);
            found.set(name, { text: '', place });
        }
        else {
            found.set(name, { text: value.value.trim(), place: placeOf(value) });
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
async function readTarget({ has, hasWrongKey, label, text }, options, places, problems) {
    const written = text('csv-path');
    const files = written === '' ? [] : await (0,csv_files/* locateCsvFiles */.OM)(label('csv-path'), written, places, problems);
    if (files.length > 1) {
        problems.add(label('csv-path'), `"${written}" matches ${(0,csv_files/* severalFiles */.QS)(files)}, but an entry is one source.`);
    }
    const [csv] = files;
    const names = { sourceId: text('source-id'), sourceName: text('source-name'), csv, hasWrongKey };
    const source = (0,which_source/* nameSource */.Bz)(names, label, problems);
    const own = (0,inputs_options/* readOptions */.Tt)({ has, label, text }, options, problems);
    (0,inputs_options/* refuseOptionsOfAccounts */.It)({ has, label }, own.objectType, problems);
    return { ...source, csv, ...(0,inputs_options/* optionsOfType */.WG)(own) };
}
const MAX_CHARACTERS = 100_000;
const MAX_FILE_BYTES = 1024 * 1024;
const FILE = /^(?!- |[[{]|[a-z-]+: )[^\r\n]*\.(?:ya?ml|json)$/i;
async function readListText(given, workspace, problems) {
    const path = given.trim();
    if (!FILE.test(path))
        return { input: 'sources', text: given, maxCharacters: MAX_CHARACTERS };
    const found = await readListFile(path, workspace);
    if ('text' in found)
        return { input: `sources (${path})`, text: found.text, maxCharacters: MAX_FILE_BYTES };
    problems.add('sources', `"${path.slice(0, 200)}" ${found.fault}`);
    return undefined;
}
async function readListFile(path, workspace) {
    try {
        const [real, realWorkspace] = await Promise.all([
            (0,promises_.realpath)((0,external_node_path_.resolve)(workspace, path)),
            (0,promises_.realpath)(workspace),
        ]);
        if (!(0,files/* isInside */.FK)(realWorkspace, real)) {
            return { fault: 'lies outside the workspace once links are followed. Give a file of the workspace.' };
        }
        const found = await (0,promises_.stat)(real);
        if (!found.isFile())
            return { fault: 'is not a file.' };
        if (found.size > MAX_FILE_BYTES)
            return { fault: `has ${(0,words/* count */.U9)(found.size)} bytes, more than 1 MiB.` };
        const bytes = await (0,promises_.readFile)(real);
        return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
    }
    catch (error) {
        const { code } = error;
        if (code === 'ENOENT' || code === 'ENOTDIR') {
            return { fault: `does not exist. ${await (0,missing_path/* whyMissing */.b)(path, workspace)}` };
        }
        return { fault: reasonOf(error) };
    }
}
function reasonOf({ code, message }) {
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
        return 'is not UTF-8. Save it as UTF-8.';
    return `cannot be read (${code ?? message}).`;
}


/***/ })

};
