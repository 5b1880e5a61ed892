// Compares a folder of files that real exporters wrote with what Java reads from them, in process:
// `npm run bench:exports -- FOLDER`. The folder has exports.json (name, delimiter, table, truth, contract), the tables
// people-full.json and people-easy.json (attributes and accounts), and files/ with one CSV a name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCsvFile } from '../src/csv/check-file.js';
import { ValueSink } from '../src/csv/values/value-sink.js';
import { compareWithTenant } from '../src/aggregation/compare/compare.js';
import { deletionsOver } from '../src/aggregation/compare/limits.js';
import type { Account } from '../src/isc/decode-account.js';
import { DEFAULT_LIMITS } from '../src/model/limit.js';
import type { AccountSchema, FileFormat, SchemaAttribute, Source } from '../src/model/source.js';
import { UNKNOWN_OWNERSHIP } from '../__tests__/support/planned-people.js';

interface Counts {
  readonly changed: number;
  readonly emptied: number;
  readonly filled: number;
}

interface Export {
  readonly name: string;
  readonly delimiter: string;
  readonly table: 'full' | 'easy';
  readonly listed: 'lists' | 'joined';
  readonly truth: {
    readonly error: string | null;
    readonly noId?: boolean;
    readonly wrongWidth: number;
    readonly created: number;
    readonly deleted: number;
    readonly changed: number;
    readonly cols: Readonly<Record<string, Counts>>;
  };
  readonly contract?: { readonly changed?: number; readonly rejected?: boolean };
}

interface People {
  readonly attributes: readonly SchemaAttribute[];
  readonly identityAttribute: string;
  readonly displayAttribute: string;
  readonly accounts: readonly Readonly<Record<string, unknown>>[];
}

/** What a file is, by the truth about it. */
type Kind = 'right' | 'unreadable' | 'other ids' | 'spoilt';

interface Result {
  readonly kind: Kind;
  readonly stopped: boolean;
  readonly exact: boolean;
  readonly calm: boolean;
  readonly line: string;
}

const [folder = ''] = process.argv.slice(2);

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

const tables: Readonly<Record<string, People>> = {
  full: read('people-full.json') as People,
  easy: read('people-easy.json') as People,
};

async function play(one: Export): Promise<Result> {
  const people = tables[one.table];
  if (people === undefined) throw new Error(`There is no table ${one.table}.`);
  const schema: AccountSchema = people;
  const format: FileFormat = {
    ...{ delimiter: one.delimiter, commentCharacter: '#', hasHeader: true, filterEmptyRecords: true },
    ...{ mergeRows: false, indexColumns: [], ignoresLetterCase: false, leavesOut: [] },
    ...{ hasBuildMapRule: false, deletionDisabled: false },
  };
  const source: Source = {
    ...{ id: '', name: 'HR', objectType: 'account', takes: 'file', kind: 'a file source' },
    ...{ deleteThreshold: 10, page: undefined, entitlementFiles: new Map() },
    ...{ file: format, buildMapRule: undefined, authoritative: undefined },
  };
  const path = join(folder, 'files', `${one.name}.csv`);
  const location = { path, name: 'a.csv', shown: 'a.csv', inWorkspace: true, sourceId: undefined };
  const sink = new ValueSink(schema, { ignoreColumns: [], showValues: [] }, { mergesRows: true });
  const { findings, identities } = await checkCsvFile(
    location,
    format,
    schema,
    new AbortController().signal,
    {
      sink,
    },
  );
  const kind = kindOf(one);
  const rules = (list: readonly { rule: string; severity: string }[]): string =>
    [...new Set(list.map(({ rule, severity }) => (severity === 'error' ? rule : `(${rule})`)))].join(' ');
  const ofFile = rules(findings.kept);
  if (findings.errors > 0 || identities === undefined || sink.values === undefined) {
    return { kind, stopped: true, exact: false, calm: false, line: `stopped by the file: ${ofFile}` };
  }
  const accounts = people.accounts.map((attributes, index) => ({
    ...{ id: String(index), identity: String(attributes[people.identityAttribute]), created: undefined },
    attributes: shown(attributes, people, one.listed),
    ownership: UNKNOWN_OWNERSHIP,
  }));
  const limit = DEFAULT_LIMITS['max-deletions'];
  const { findings: found, plan } = await compareWithTenant(
    { total: accounts.length, isEmpty: false, pages: () => pagesOf(accounts) },
    source,
    identities,
    { kind: 'values', file: sink.values, ignored: [], hasRows: true },
    { limit, showIds: false, mostReviewed: undefined, nowMs: Date.now() },
  );
  if (plan?.values.kind !== 'compared') throw new Error('Values are compared.');
  const { affected, columns } = plan.values.changes;
  const expected = one.contract?.changed ?? one.truth.changed;
  const planned = Object.fromEntries(columns.map((column) => [column.column, column]));
  const isSame =
    affected === expected &&
    (one.contract !== undefined ||
      [...new Set([...Object.keys(planned), ...Object.keys(one.truth.cols)])].every((column) => {
        const [a, b] = [planned[column], one.truth.cols[column]];
        return a?.changed === b?.changed && a?.emptied === b?.emptied && a?.filled === b?.filled;
      }));
  const stopped =
    found.some(({ severity }) => severity === 'error') || deletionsOver(plan, limit) !== undefined;
  const tables2 = columns
    .map(
      (c) =>
        `${c.column} ${c.changed}/${c.notation}/${c.emptied}/${c.filled}${c.losing ? `/-${c.losing}` : ''}`,
    )
    .join(', ');
  return {
    kind,
    stopped,
    exact: isSame,
    calm: affected === 0 && expected > 0,
    line: `${stopped ? 'STOP' : affected * 2 > plan.kept ? 'limit' : 'pass'} ${rules(found)} | ${ofFile} | affected ${affected}${isSame ? '' : ` EXPECTED ${expected} ${JSON.stringify(one.truth.cols)}`} | ${tables2}`,
  };
}

function kindOf({ contract, truth }: Export): Kind {
  if (truth.error !== null || truth.noId === true || truth.wrongWidth > 0 || contract?.rejected === true)
    return 'unreadable';
  if (truth.created > 0 || truth.deleted > 0) return 'other ids';
  return (contract?.changed ?? truth.changed) === 0 ? 'right' : 'spoilt';
}

function shown(
  attributes: Readonly<Record<string, unknown>>,
  { attributes: schema }: People,
  listed: Export['listed'],
): Readonly<Record<string, unknown>> {
  const all = Object.fromEntries(schema.map(({ name }) => [name, attributes[name] ?? null]));
  if (listed === 'lists') return all;
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
}

async function* pagesOf(accounts: readonly Account[]): AsyncGenerator<readonly Account[]> {
  yield await Promise.resolve(accounts);
}

const sums = new Map<Kind, { all: number; stopped: number; over: number; exact: number; calm: number }>();
for (const one of read('exports.json') as readonly Export[]) {
  const { calm, exact, kind, line, stopped } = await play(one);
  const sum = sums.get(kind) ?? { all: 0, stopped: 0, over: 0, exact: 0, calm: 0 };
  sums.set(kind, sum);
  sum.all += 1;
  if (stopped) sum.stopped += 1;
  if (line.startsWith('limit')) sum.over += 1;
  if (exact) sum.exact += 1;
  if (calm) sum.calm += 1;
  console.log(`${kind}\t${one.name}\t${line}`);
}
for (const [kind, { all, calm, exact, over, stopped }] of sums) {
  console.log(
    `${kind}: ${all} files, ${stopped} stopped, ${over} more over max-changes, ${exact} counted exactly, ${calm} calm`,
  );
}
