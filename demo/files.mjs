// The files of the demo: the good ones are in data/, the others are made of them, in a folder that goes away.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const data = (name) => fileURLToPath(new URL(`data/${name}`, import.meta.url));

/** Paths of the files; `remove` takes the made ones away. */
export function demoFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'demo-files-'));
  const employees = readFileSync(data('hr-employees.csv'), 'utf8');
  const made = (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    employees: data('hr-employees.csv'),
    payroll: data('legacy-payroll.csv'),
    // Cut at the end of a line, where the rest still looks like a whole file.
    half: made('half.csv', employees.slice(0, employees.indexOf('\n', employees.length / 2) + 1)),
    unquoted: made('unquoted.csv', employees.replace('Deniz Brandt,', 'Brandt, Deniz,')),
    shifted: made('shifted.csv', eachRow(employees, withoutGivenName)),
    moved: made('moved.csv', eachRow(employees, withFinanceMoved)),
    // 1016 and 1024 are inactive in ISC; 1011 is active.
    leavers: made('leavers.csv', withoutAccounts(employees, ['1016', '1024', '1011'])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The file without the rows of these accounts. */
function withoutAccounts(csv, ids) {
  return csv
    .split('\n')
    .filter((row) => !ids.includes(row.slice(0, row.indexOf(','))))
    .join('\n');
}

/** The file with other cells in its rows; its cells hold no quotes and no commas. */
function eachRow(csv, change) {
  const [heading, ...rows] = csv.trimEnd().split('\n');
  return `${[heading, ...rows.map((row) => change(row.split(',')).join(','))].join('\n')}\n`;
}

/** The export has lost a column in its rows: all cells after it have moved one to the left. */
function withoutGivenName([id, name, , familyName, email, department, groups]) {
  return [id, name, familyName, email, department, '', groups];
}

/** Finance becomes part of Sales. */
function withFinanceMoved(cells) {
  return cells.map((cell) => (cell === 'Finance' ? 'Sales' : cell));
}
