// Writes what action.yml says of inputs and outputs between the markers of two pages: README.md gets tables with the
// first sentence of each description, docs/inputs.md a section for each input and a list of outputs in full, but for
// those that share an item.
//
//   node scripts/document-inputs.mjs                 writes both pages
//   node scripts/document-inputs.mjs --check         writes nothing; exit code 1 if a page says something else
//   node scripts/document-inputs.mjs [--check] PAGE  the same for one file with the name of one of the pages
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const isCheck = process.argv.includes('--check');
const named = process.argv.slice(2).filter((argument) => argument !== '--check');
const pages = named.length > 0 ? named : [`${root}README.md`, `${root}docs/inputs.md`];

/** What action.yml has no key for. Other inputs are strings, or Booleans if their default is one. */
const TYPES = {
  'api-version': 'choice',
  'client-secret': 'secret',
  'csv-checks': 'choice',
  'csv-path': 'path, glob',
  'github-token': 'secret',
  'if-running': 'choice',
  'ignore-columns': 'list',
  'max-active-deletions': 'number, %, both',
  'max-changes': 'number, %, both',
  'max-creations': 'number, %, both',
  'max-deletions': 'number, %, both',
  'plan-file': 'path',
  'plan-key': 'secret',
  'protected-accounts': 'list',
  'show-values': 'list',
  sources: 'YAML list',
  'timeout-minutes': 'number',
  'warn-only': 'list',
};

/** The runner does not enforce `required`, so action.yml does not have it. The footnotes are below the table. */
const REQUIRED = {
  tenant: 'required¹',
  'base-url': 'required¹',
  'client-id': 'required²',
  'client-secret': 'required²',
  'source-id': 'required³',
  'source-name': 'required³',
  'csv-path': 'required³',
  sources: 'required³',
};

/** Outputs that share a row or item, by how their names begin. */
const GROUPS = {
  'source-': 'The source.',
  'accounts-': "ISC's own counts.",
  'entitlements-': "ISC's own counts of entitlements.",
  'planned-': 'What the file would do, from comparing it with the source.',
  'csv-': 'Records in the file, and distinct accounts among them.',
};

const { inputs, outputs } = parse(await readFile(`${root}action.yml`, 'utf8'));
for (const page of pages) await document(page);

async function document(page) {
  const isShort = basename(page) === 'README.md';
  const before = await readFile(page, 'utf8');
  const withInputs = replaced(page, before, 'inputs', isShort ? inputsTable() : inputSections());
  const withBoth = replaced(page, withInputs, 'outputs', isShort ? outputsTable() : outputsList());
  const config = await resolveConfig(`${root}README.md`);
  const after = await format(withBoth, { ...config, parser: 'markdown' });
  if (after === before) return;
  if (!isCheck) {
    await writeFile(page, after);
    return;
  }
  process.stderr.write(`${page} does not say what action.yml says. Run: node scripts/document-inputs.mjs\n`);
  process.exitCode = 1;
}

function inputsTable() {
  const rows = Object.entries(inputs).map(
    ([name, input]) =>
      `| [\`${name}\`](docs/inputs.md#${name}) | ${REQUIRED[name] ?? defaultOf(input)} | ${cell(firstSentence(input.description))} |`,
  );
  return ['| Input | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function inputSections() {
  return Object.entries(inputs)
    .map(([name, input]) => {
      const value = defaultOf(input);
      const facts = [typeOf(name, input), ...(value === '' ? [] : [`default ${value}`])].join(', ');
      return `### ${name}\n\n_${facts}._ ${cell(whole(input.description))}`;
    })
    .join('\n\n');
}

function outputsTable() {
  const lines = outputRows(firstSentence).map((row) => `| ${row.names.join(', ')} | ${row.meaning} |`);
  return ['| Output | Meaning |', '| --- | --- |', ...lines].join('\n');
}

function outputsList() {
  return outputRows(whole)
    .map(({ meaning, names }) => `- ${names.join(', ')}: ${meaning}`)
    .join('\n');
}

/** One row an output, or one for those whose names begin like a key of `GROUPS`. */
function outputRows(shown) {
  const rows = new Map();
  for (const [name, { description }] of Object.entries(outputs)) {
    const group = Object.keys(GROUPS).find((start) => name.startsWith(start));
    const row = rows.get(group ?? name) ?? { names: [], meaning: GROUPS[group] ?? shown(description) };
    row.names.push(`\`${name}\``);
    rows.set(group ?? name, row);
  }
  return [...rows.values()].map(({ meaning, names }) => ({ names, meaning: cell(meaning) }));
}

function typeOf(name, { default: value }) {
  return TYPES[name] ?? (['true', 'false'].includes(value) ? 'Boolean' : 'string');
}

function defaultOf({ default: value }) {
  return value === undefined ? '' : `\`${value.replace(/^\$\{\{ (.*) \}\}$/, '$1')}\``;
}

function whole(description) {
  return description.trim().replace(/\s+/g, ' ');
}

/** Up to the first period that is followed by a space. */
function firstSentence(description) {
  const [first] = whole(description).split(/(?<=\.) /);
  return first;
}

/** Markdown that shows exactly this text. */
function cell(text) {
  return text.replace(/[|<*]/g, '\\$&');
}

function replaced(page, text, name, content) {
  const [begin, end] = [
    `<!-- ${name}: written by scripts/document-inputs.mjs -->`,
    `<!-- end of ${name} -->`,
  ];
  const [head, rest, ...more] = text.split(begin);
  const [, ...tail] = rest?.split(end) ?? [];
  if (tail.length !== 1 || more.length > 0)
    throw new Error(`${page} must contain "${begin}" and "${end}" once.`);
  return `${head}${begin}\n\n${content}\n\n${end}${tail[0]}`;
}
