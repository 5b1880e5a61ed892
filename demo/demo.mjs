// `npm run demo`: the action at work against the simulated tenant, with nothing installed. Each scene runs the
// committed bundle as GitHub's runner does, and shows its log, its outputs and its job summary.
import { demoFiles } from './files.mjs';
import { runStep } from './step.mjs';
import { startTenant } from './tenant.mjs';

const files = demoFiles();
const employees = { 'source-name': 'HR Employees' };

// A source of a direct connection takes no file: ISC fetches its accounts itself.
const THREE_SOURCES = `
- { source-name: HR Employees, csv-path: hr.csv }
- { source-name: Legacy Payroll, csv-path: payroll.csv }
- { source-name: Corporate Directory }`;

const scenes = [
  {
    title: 'A file of employees: checked, compared, uploaded, and followed to its end',
    file: files.employees,
    inputs: employees,
    status: 'SUCCESS',
    uploads: 1,
  },
  {
    title: 'A name with a comma that the export did not quote: stopped, and annotated on its line',
    file: files.unquoted,
    inputs: employees,
    status: 'REJECTED',
    uploads: 0,
  },
  {
    title: 'The export was cut off halfway: stopped before anything is sent',
    file: files.half,
    inputs: employees,
    status: 'REJECTED',
    uploads: 0,
  },
  {
    title: 'The export lost a column: every row is there, but values are in the wrong columns',
    file: files.shifted,
    inputs: employees,
    status: 'REJECTED',
    uploads: 0,
  },
  {
    title: 'A dry run, as on a pull request: what would change, by column',
    file: files.moved,
    inputs: { ...employees, 'dry-run': 'true', 'show-values': 'department' },
    status: 'PLANNED',
    uploads: 0,
  },
  {
    title:
      'Two people left, but the export also lost one who is active: the limit for such deletions stops it',
    file: files.leavers,
    inputs: { ...employees, 'max-active-deletions': '0' },
    status: 'REJECTED',
    uploads: 0,
  },
  {
    title: 'ISC answers 202 and fails later: green elsewhere, red here',
    file: files.payroll,
    inputs: { 'source-name': 'Legacy Payroll' },
    status: 'ERROR',
    uploads: 1,
  },
  {
    title: 'Three sources in one step: one fails, the others are aggregated',
    file: files.employees,
    inputs: { 'csv-path': '', sources: THREE_SOURCES },
    status: 'ERROR',
    uploads: 3,
  },
];

const tenant = await startTenant();
let surprises = 0;
try {
  for (const [index, { title, file, inputs, status, uploads }] of scenes.entries()) {
    process.stdout.write(`\n${'='.repeat(100)}\nScene ${index + 1}. ${title}\n${'='.repeat(100)}\n`);
    const before = await tenant.uploads();
    const workspace = { 'hr.csv': file, 'payroll.csv': files.payroll };
    const step = await runStep(workspace, { ...tenant.inputs, 'csv-path': 'hr.csv', ...inputs });
    show(step, (await tenant.uploads()) - before);
    const green = step.exitCode === 0;
    if (
      step.outputs.status === status &&
      green === ['SUCCESS', 'PLANNED'].includes(status) &&
      (await tenant.uploads()) - before === uploads
    )
      continue;
    surprises += 1;
    process.stderr.write(`This scene should have ended with ${status} after ${uploads} upload(s).\n`);
  }
} finally {
  tenant.stop();
  files.remove();
}
process.exitCode = surprises === 0 ? 0 : 1;
if (surprises === 0) {
  process.stdout.write(
    '\nAll scenes ended as they should, most of them red. sandbox/README.md says how to try your own file.\n',
  );
}

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
