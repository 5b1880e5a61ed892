// One way of reading a file of twenty columns, named by the first argument, in a separate process, since peak memory is
// that of the whole process. Reports the processor time and the time that it took, without the start of the process. The
// accounts of the source are in memory before, decoded; what is counted of them is the plan and the comparison.
import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { beginValues } from '../../src/aggregation/compare/compare-values.js';
import { planFrom } from '../../src/aggregation/compare/plan.js';
import { checkCsvFile, type CheckOptions } from '../../src/csv/check-file.js';
import { ValueSink } from '../../src/csv/values/value-sink.js';
import type { Account } from '../../src/isc/decode-account.js';
import type { FileFormat, Source } from '../../src/model/source.js';
import { identityOf } from '../csv.js';
import { DIFFERENT_ACCOUNTS, WIDE_ATTRIBUTES, wideAttributes, type Writing } from '../wide-csv.js';
import type { JsonObject } from '../../src/model/json.js';
import { UNKNOWN_OWNERSHIP } from '../../__tests__/support/planned-people.js';

const PAGE = 250;

const [way = '', path = '', rows = '', writing = 'plain'] = process.argv.slice(2);

const FORMAT: FileFormat = {
  ...{ delimiter: ',', commentCharacter: '#', hasHeader: true, filterEmptyRecords: true, mergeRows: false },
  ...{
    indexColumns: [],
    ignoresLetterCase: false,
    leavesOut: [],
    hasBuildMapRule: false,
    deletionDisabled: false,
  },
};

const SOURCE: Source = {
  ...{ id: '', name: 'HR', objectType: 'account', takes: 'file', kind: 'a file source' },
  ...{ deleteThreshold: 10, page: undefined, entitlementFiles: new Map() },
  ...{ file: FORMAT, buildMapRule: undefined, authoritative: undefined },
};

const SCHEMA = { identityAttribute: 'id', displayAttribute: 'name', attributes: WIDE_ATTRIBUTES };

/** What the accounts have in ISC, as it comes out of JSON. */
const ATTRIBUTES =
  way === 'parse'
    ? []
    : Array.from(
        { length: DIFFERENT_ACCOUNTS },
        (_, row) => JSON.parse(JSON.stringify(wideAttributes(row, writing as Writing))) as JsonObject,
      );

const WAYS: Readonly<Record<string, () => Promise<number>>> = {
  /** The parser as its documentation uses it. */
  async parse() {
    let records = 0;
    const parser = createReadStream(path, { highWaterMark: 1024 * 1024 }).pipe(parse());
    parser.on('data', () => (records += 1));
    await finished(parser);
    return records - 1;
  },
  /** Every rule, and the plan. */
  check: () => checkedAndPlanned(undefined),
  /** Every rule, the plan, and the values of all columns except the native identity. */
  values: () => checkedAndPlanned(new ValueSink(SCHEMA, { ignoreColumns: [], showValues: [] })),
};

async function checkedAndPlanned(sink: ValueSink | undefined): Promise<number> {
  const location = { path, name: 'a.csv', shown: 'a.csv', inWorkspace: true, sourceId: undefined };
  const options: CheckOptions = sink === undefined ? {} : { sink };
  const { identities } = await checkCsvFile(location, FORMAT, SCHEMA, new AbortController().signal, options);
  if (identities === undefined) throw new Error('The file is sound.');
  const file = sink?.values;
  const values = beginValues(
    SOURCE,
    file === undefined ? { kind: 'none', why: '' } : { kind: 'values', file, ignored: [], hasRows: true },
  );
  const plan = await planFrom(identities, accountsNow(Number(rows)), {
    ...{ deletionDisabled: false, ignoresLetterCase: false, showIds: false, onAccount: values.take },
  });
  const result = values.result(false).values;
  return result.kind === 'compared' ? result.changes.affected : plan.kept;
}

/** As many accounts on the source as there are in the file, in pages like ISC's. */
async function* accountsNow(count: number): AsyncGenerator<readonly Account[]> {
  for (let from = 0; from < count; from += PAGE) {
    const page = Array.from({ length: Math.min(PAGE, count - from) }, (_, index): Account => {
      const identity = identityOf(from + index);
      const attributes = ATTRIBUTES[(from + index) % DIFFERENT_ACCOUNTS];
      return { id: identity, identity, created: '', attributes, ownership: UNKNOWN_OWNERSHIP };
    });
    yield await Promise.resolve(page);
  }
}

const [started, before] = [performance.now(), process.cpuUsage()];
const result = await WAYS[way]?.();
const { system, user } = process.cpuUsage(before);
console.log(JSON.stringify({ ms: performance.now() - started, cpuMs: (system + user) / 1000, result }));
