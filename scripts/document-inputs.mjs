// Writes the tables of inputs and outputs between the markers of README.md, from action.yml.
//
//   node scripts/document-inputs.mjs            writes README.md
//   node scripts/document-inputs.mjs --check    writes nothing; exit code 1 if README.md says something else
//
// A second argument names another document, for the test.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const [document = `${root}README.md`] = process.argv.slice(2).filter((argument) => argument !== '--check');
const isCheck = process.argv.includes('--check');

const { inputs, outputs } = parse(await readFile(`${root}action.yml`, 'utf8'));
const before = await readFile(document, 'utf8');
const after = await format(
  replaced(replaced(before, 'inputs', inputsTable(inputs)), 'outputs', outputsTable(outputs)),
  { ...(await resolveConfig(`${root}README.md`)), parser: 'markdown' },
);
if (isCheck && after !== before) {
  process.stderr.write(
    `${document} does not say what action.yml says. Run: node scripts/document-inputs.mjs\n`,
  );
  process.exitCode = 1;
} else if (!isCheck && after !== before) {
  await writeFile(document, after);
}

function inputsTable(inputs) {
  const rows = Object.entries(inputs).map(
    ([name, { default: value, description }]) =>
      `| \`${name}\` | ${value === undefined ? '' : `\`${value}\``} | ${cell(description)} |`,
  );
  return ['| Input | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function outputsTable(outputs) {
  const rows = Object.entries(outputs).map(
    ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
  );
  return ['| Output | Meaning |', '| --- | --- |', ...rows].join('\n');
}

/** One line of Markdown that shows exactly this text. */
function cell(text) {
  return text.trim().replace(/\s+/g, ' ').replace(/[|<*]/g, '\\$&');
}

function replaced(text, name, table) {
  const [begin, end] = [
    `<!-- ${name}: written by scripts/document-inputs.mjs -->`,
    `<!-- end of ${name} -->`,
  ];
  const [head, rest, ...more] = text.split(begin);
  const [, ...tail] = rest?.split(end) ?? [];
  if (tail.length !== 1 || more.length > 0)
    throw new Error(`${document} must hold "${begin}" and "${end}" once.`);
  return `${head}${begin}\n\n${table}\n\n${end}${tail[0]}`;
}
