import { readFileSync, writeFileSync } from 'node:fs';
import { FAULTS, STEP_OPERATIONS, type Ending, type FaultName, type StepOperation } from './expectations.js';

const DOCUMENT = 'docs/reliability.md';
const BEGIN = '<!-- The table below is written by __tests__/faults/matrix.test.ts. -->';
const END = '<!-- End of the written table. -->';

type EndingOf = (operation: StepOperation, fault: FaultName, when: 'once' | 'lasting') => Ending;

/**
 * Puts the table of what came out into the document. In CI nothing is written: there a document that says something
 * else than the test is an error.
 */
export function writeMatrix(endingOf: EndingOf): 'as documented' | 'the document says something else' {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = [text.slice(0, text.indexOf(BEGIN)), text.slice(text.indexOf(END))];
  const now = `${before}${BEGIN}\n\n${table(endingOf)}\n\n${rest}`;
  if (now === text) return 'as documented';
  if (process.env['CI'] === 'true') return 'the document says something else';
  writeFileSync(DOCUMENT, now);
  return 'as documented';
}

function table(endingOf: EndingOf): string {
  const head = ['What happens', ...STEP_OPERATIONS.map((operation) => `\`${operation}\``)];
  const rows = (Object.keys(FAULTS) as FaultName[]).map((fault) => [
    fault,
    ...STEP_OPERATIONS.map((operation) =>
      cell(endingOf(operation, fault, 'once'), endingOf(operation, fault, 'lasting')),
    ),
  ]);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** "SUCCESS (1)" for both, or "SUCCESS (1), then FAILED (0)": the number is that of the aggregations. */
function cell(once: Ending, lasting: Ending): string {
  const [first, second] = [words(once), words(lasting)];
  return first === second ? first : `${first} / ${second}`;
}

function words({ status, aggregations }: Ending): string {
  return `${status} (${aggregations})`;
}
