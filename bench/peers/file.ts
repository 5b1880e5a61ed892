// One way of reading a CSV file, named by the first argument, in a separate process, since peak memory is that of the
// whole process. Reports the processor time that it took from the first to the last byte, without the start of the process.
import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { checkCsvFile } from '../../src/csv/check-file.js';
import { planFrom } from '../../src/aggregation/compare/plan.js';
import type { Account } from '../../src/isc/decode-account.js';
import { COLUMNS, identityOf } from '../csv.js';
import { UNKNOWN_OWNERSHIP } from '../../__tests__/support/planned-people.js';

const PAGE = 250;

/** The plan's share of the time. */
let planMs = 0;

const [way = '', path = '', rows = ''] = process.argv.slice(2);

const WAYS: Readonly<Record<string, () => Promise<number>>> = {
  /** Only the bytes. */
  async read() {
    let bytes = 0;
    for await (const chunk of open() as AsyncIterable<Buffer>) bytes += chunk.length;
    return bytes;
  },
  /** The parser as its documentation uses it. */
  async parse() {
    let records = 0;
    const parser = open().pipe(parse());
    parser.on('data', () => (records += 1));
    await finished(parser);
    return records - 1;
  },
  /** Everything that this action does with the file and the accounts: every rule, then the plan. */
  async check() {
    const location = {
      path,
      name: 'accounts.csv',
      shown: 'accounts.csv',
      inWorkspace: true,
      sourceId: undefined,
    };
    const checked = await checkCsvFile(location, FORMAT, SCHEMA, new AbortController().signal);
    if (checked.identities === undefined || checked.findings.errors > 0)
      throw new Error('The file is sound.');
    const options = { deletionDisabled: false, ignoresLetterCase: false, showIds: false };
    const checkedAt = cpuMs();
    const plan = await planFrom(checked.identities, accountsNow(Number(rows)), options);
    planMs = cpuMs() - checkedAt;
    return plan.kept;
  },
};

const FORMAT = {
  delimiter: ',',
  commentCharacter: '#',
  hasHeader: true,
  filterEmptyRecords: true,
  mergeRows: false,
  indexColumns: [],
  ignoresLetterCase: false,
  leavesOut: [],
  hasBuildMapRule: false,
  deletionDisabled: false,
};

const SCHEMA = {
  identityAttribute: 'id',
  displayAttribute: 'name',
  attributes: COLUMNS.map((name) => ({ name, type: 'STRING' as const, isMulti: false })),
};

/** Of all threads, so that other programs on the machine distort it less than they do the time of day. */
function cpuMs(): number {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1000;
}

function open(): ReturnType<typeof createReadStream> {
  return createReadStream(path, { highWaterMark: 1024 * 1024 });
}

/** As many accounts on the source as there are in the file, the same ones, in pages like ISC's. */
async function* accountsNow(count: number): AsyncGenerator<readonly Account[]> {
  for (let from = 0; from < count; from += PAGE) {
    yield await Promise.resolve(
      Array.from({ length: Math.min(PAGE, count - from) }, (_, index) => ({
        id: identityOf(from + index),
        identity: identityOf(from + index),
        created: '',
        attributes: undefined,
        ownership: UNKNOWN_OWNERSHIP,
      })),
    );
  }
}

const started = cpuMs();
const result = await WAYS[way]?.();
console.log(JSON.stringify({ ms: cpuMs() - started, planMs, result }));
