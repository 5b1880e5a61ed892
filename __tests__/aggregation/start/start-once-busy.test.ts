import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../src/aggregation/start/start-once.js';
import { oldestTaskFromNow } from '../../../src/isc/tasks.js';
import { UploadCount } from '../../../src/aggregation/common/upload-count.js';
import { getSource } from '../../../src/isc/sources.js';
import type { Fault } from '../../../sandbox/tenant/faults.js';
import type { SandboxSource } from '../../../sandbox/tenant/model.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import { answer, BUSY_WORDS, busyNamed } from '../../support/answers.js';
import { giveHistory } from '../../support/history.js';
import { connect, failureOf, Files, type Connected } from '../../support/tenant.js';
import { answered } from './answered.js';
import { ALL_WORDS } from '../../../src/model/shown-words.js';

const CSV = 'id,name,email\n1,Ada,\n';
const files = new Files();

let sandbox: Sandbox;
let source: SandboxSource;
let tenant: Connected;
let uploads: UploadCount;

beforeEach(async () => {
  sandbox = await startSandbox();
  giveHistory(sandbox);
  source = sandbox.tenant.addSource({ name: 'HR' });
  tenant = connect(sandbox.url, { deadlineMs: 60_000 });
  uploads = new UploadCount();
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

afterAll(() => {
  files.remove();
});

async function start(before: ReadonlySet<string> | undefined = new Set()): Promise<Answer> {
  const described = await getSource(tenant.connection, source.id);
  const file = {
    csv: files.write('hr.csv', CSV),
    fingerprint: { bytes: Buffer.byteLength(CSV), sha256: undefined },
    shown: ALL_WORDS,
  };
  const aggregation = { sourceId: source.id, objectType: 'account', file, disableOptimization: false };
  const moment = { source: described, before, since: oldestTaskFromNow(tenant) };
  return answered(tenant, { info: () => undefined }, aggregation, moment, uploads);
}

/** A task of the source as ISC shows it, created just now. */
function taskOf(about: object): { readonly id: string; readonly [field: string]: unknown } {
  return {
    id: 't',
    uniqueName: 'Cloud Account Aggregation',
    created: new Date().toISOString(),
    target: { id: source.id },
    ...about,
  };
}

function upload(fault: Fault): void {
  sandbox.script({ operation: 'loadAccounts', fault });
}

const OVER = { completed: '2099-01-01T00:00:00Z' };

describe('a reply that says that the source is busy', () => {
  it.each<[string, object]>([
    ['runs', {}],
    ['has ended well', { ...OVER, completionStatus: 'SUCCESS' }],
  ])('may name a task that %s: it is followed, but is not certain to be ours', async (_name, about) => {
    upload(busyNamed('t'));
    sandbox.script({ operation: 'getTask', fault: answer(taskOf(about)) });
    expect(await start()).toMatchObject({ kind: 'accepted', task: { id: 't' }, proof: 'adopted' });
    expect(uploads.mayHaveStarted).toBe(true);
  });

  it.each<[string, Fault]>([
    ['has failed', answer({ id: 't', ...OVER, completionStatus: 'ERROR' })],
    ['has ended with a status that ISC did not name', answer({ id: 't', ...OVER, completionStatus: '' })],
    ['runs, but says that it is busy', answer({ id: 't', messages: [{ type: 'WARN', key: BUSY_WORDS }] })],
    ['is another source’s', answer({ id: 't', target: { id: 'it' } })],
    ['is older than the upload', answer({ id: 't', created: '2020-01-01T00:00:00Z' })],
    ['may not be seen', { kind: 'reply', status: 404 }],
    ['is not shown whole', { kind: 'cut-reply' }],
  ])('is believed where the task that it names %s', async (_name, shown) => {
    upload(busyNamed('t'));
    sandbox.script({ operation: 'getTask', fault: shown, times: Infinity });
    expect(await start()).toEqual({ kind: 'busy', text: BUSY_WORDS, taskId: 't' });
    expect(uploads.mayHaveStarted).toBe(false);
  });

  it('ends with the step, while the task that it names is looked at', async () => {
    upload(busyNamed('t'));
    sandbox.script({ operation: 'getTask', fault: { kind: 'no-reply' } });
    const starting = failureOf(start());
    await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getTask'));
    const reason = new Error('The step is over.');
    tenant.deadline.end(reason as never);
    expect(await starting).toBe(reason);
  });
});
