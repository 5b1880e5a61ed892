// `npm run demo`: the action at work against the simulated tenant, with nothing installed. Each scene runs the
// committed bundle as GitHub's runner does, and shows what the step says, gives out, and writes to the job summary.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStep } from './step.mjs';
import { startTenant } from './tenant.mjs';

const data = (name) => fileURLToPath(new URL(`data/${name}`, import.meta.url));
const halfFile = join(tmpdir(), `half-${process.pid}.csv`);
const employees = await readFile(data('hr-employees.csv'));
// Cut at the end of a line, where the rest still looks like a whole file.
await writeFile(halfFile, employees.subarray(0, employees.indexOf('\n', employees.length / 2) + 1));

const scenes = [
  {
    title: 'A file of employees: checked, compared, uploaded, and followed to its end',
    csv: data('hr-employees.csv'),
    inputs: { 'source-name': 'HR Employees' },
    status: 'SUCCESS',
    uploads: 1,
  },
  {
    title: 'The export broke off half-way: stopped before anything is sent',
    csv: halfFile,
    inputs: { 'source-name': 'HR Employees' },
    status: 'REJECTED',
    uploads: 0,
  },
  {
    title: 'ISC says 202 and fails afterwards: green elsewhere, red here',
    csv: data('legacy-payroll.csv'),
    inputs: { 'source-name': 'Legacy Payroll' },
    status: 'ERROR',
    uploads: 1,
  },
];

const tenant = await startTenant();
let surprises = 0;
try {
  for (const [index, { title, csv, inputs, status, uploads }] of scenes.entries()) {
    process.stdout.write(`\n${'='.repeat(100)}\nScene ${index + 1}. ${title}\n${'='.repeat(100)}\n`);
    const before = await tenant.uploads();
    const step = await runStep(csv, { ...tenant.inputs, ...inputs, 'csv-path': 'hr.csv' });
    show(step, (await tenant.uploads()) - before);
    const green = step.exitCode === 0;
    if (
      step.outputs.status === status &&
      green === (status === 'SUCCESS') &&
      (await tenant.uploads()) - before === uploads
    )
      continue;
    surprises += 1;
    process.stderr.write(`This scene should have ended with ${status} after ${uploads} upload(s).\n`);
  }
} finally {
  tenant.stop();
  await rm(halfFile, { force: true });
}
process.exitCode = surprises === 0 ? 0 : 1;
if (surprises === 0) process.stdout.write('\nAll scenes ended as they should: one green, two red.\n');

function show({ exitCode, outputs, summary }, uploads) {
  const given = Object.entries(outputs).filter(([name, value]) => value !== '' && name !== 'results');
  const block = (heading, text) => process.stdout.write(`\n--- ${heading}\n${text.trimEnd()}\n`);
  block('Outputs', given.map(([name, value]) => `  ${name}: ${value}`).join('\n'));
  block('Job summary (Markdown)', summary.trimEnd().replace(/^/gm, '  '));
  block(
    'Verdict',
    `  ${exitCode === 0 ? 'green' : 'red'} (exit code ${exitCode}); the tenant received ${uploads} upload(s)`,
  );
}
