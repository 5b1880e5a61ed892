import { readFileSync } from 'node:fs';
import { codeBlocks, filesIn, PAGES, type CodeBlock } from '../documents/documents.js';
import { asWorkflow } from '../support/workflow.js';

/** Which test file plays which workflows: files of examples/, and blocks of YAML by the headings that they are under. */
export const WORKFLOWS: Readonly<Record<string, readonly string[]>> = {
  'pull-requests.test.ts': ['examples/pull-request-preview.yml', 'examples/on-csv-commit.yml'],
  'shared-workflow.test.ts': ['examples/reusable.yml', 'examples/reusable-caller.yml'],
  'reviewed-plan.test.ts': ['examples/reviewed-plan.yml', 'docs/reviewed-plans.md#threats'],
  'nightly.test.ts': [
    'examples/scheduled.yml',
    'examples/chat-message.yml',
    'examples/direct-connection-nightly.yml',
    'examples/manual-run.yml',
  ],
  'plan-file.test.ts': ['examples/joiners-movers-leavers.yml', 'examples/plan-artifact.yml'],
  'entitlements.test.ts': ['examples/entitlements.yml'],
  'fan-out.test.ts': ['examples/fan-out-matrix.yml'],
  'many-sources.test.ts': [
    'examples/many-sources.yml',
    'examples/parallel-tenants.yml',
    'examples/sources-in-a-file.yml',
    'docs/inputs.md#keys-of-sources',
    'docs/other-tools.md#coming-from-the-file-upload-utility',
  ],
  'outside.test.ts': ['examples/sftp-or-s3.yml', 'examples/self-hosted-proxy.yml'],
  'readme.test.ts': ['README.md#quick-start', 'docs/security.md#pin-by-commit'],
  'simulated-tenant.test.ts': [
    'examples/try-it.yml',
    'sandbox/README.md#as-a-step-of-a-workflow',
    'sandbox/README.md#as-a-step-of-a-workflow 2',
  ],
};

/** The workflows of a test file, given by its address. Throws where it has none. */
export function workflowsOf(file: string): readonly string[] {
  const found = WORKFLOWS[file.replace(/^.*\//, '')];
  if (found === undefined) throw new Error(`${file} has no workflows to play.`);
  return found;
}

/** Every file of examples/, by its path. */
export const EXAMPLE_FILES = filesIn('examples', '.yml');

/** Every block of YAML in the pages. */
export const YAML_BLOCKS: readonly CodeBlock[] = PAGES.flatMap(codeBlocks).filter(({ language }) =>
  ['yaml', 'yml'].includes(language),
);

/** The text of an example or block, as people copy it. Throws for a name that is neither. */
export function textOf(name: string): string {
  if (EXAMPLE_FILES.includes(name)) return readFileSync(name, 'utf8');
  const block = YAML_BLOCKS.find((one) => one.name === name);
  if (block === undefined) throw new Error(`There is no example ${name}.`);
  return block.text;
}

/** The same as a whole workflow: steps are put into a small job. */
export function workflowText(name: string): string {
  return asWorkflow(textOf(name));
}
