import { describe, expect, it } from '@jest/globals';
import { FindingCollector } from '../../src/csv/findings-collector.js';
import { RecordChecks } from '../../src/csv/record-checks.js';
import { FORMAT, SCHEMA } from './checking.js';

const HEADING = 'id,name,dept\n';

/** What is known after a file of these parts, of which at most two accounts may be kept. */
function checked(...parts: readonly string[]): {
  readonly records: RecordChecks;
  readonly rules: readonly string[];
} {
  const findings = new FindingCollector();
  const records = new RecordChecks(FORMAT, SCHEMA, findings, { maxAccounts: 2 });
  for (const part of parts) records.write(Buffer.from(part));
  records.end(Buffer.byteLength(parts.join('')));
  return { records, rules: findings.result().kept.map(({ rule }) => rule) };
}

describe('the records of a file', () => {
  it('give its rows and native identities', () => {
    const { records, rules } = checked(HEADING, '1,Ada,\n', '2,Bo,\n');
    expect(rules).toEqual([]);
    expect([records.rows, records.hasHeading, records.identities?.size]).toEqual([2, true, 2]);
  });

  it('beyond the most that can be compared give no identities, and the rest is not read', () => {
    const { records, rules } = checked(HEADING, '1,Ada,\n2,Bo,\n3,Cy,\n', '4,"not closed\n');
    expect(rules).toEqual(['too-many-accounts']);
    expect(records.identities).toBeUndefined();
  });

  it('may be none', () => {
    const { records, rules } = checked();
    expect(rules).toEqual(['empty-file']);
    expect([records.rows, records.hasHeading, records.identities]).toEqual([0, false, undefined]);
  });

  it('are not read after a stop, and then nothing is said of what is missing', () => {
    const findings = new FindingCollector();
    const records = new RecordChecks(FORMAT, SCHEMA, findings, {});
    records.stop();
    records.write(Buffer.from(`${HEADING}1,Ada,\n`));
    records.end(20);
    expect([records.rows, findings.result().kept]).toEqual([0, []]);
  });
});
