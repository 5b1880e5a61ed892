/** `/_sandbox/`: people and other processes control the simulated tenant over HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './body.js';
import { FAULT_KINDS, type Fault, type ScriptedFault } from './faults.js';
import type { ForeignAggregation, RunPlan } from './model.js';
import { startElsewhere } from './start-elsewhere.js';
import { overviewOf } from './overview.js';
import { type Reply, json } from './replies.js';
import { OPERATIONS } from './routes.js';
import { send } from './send.js';
import { changeSettings } from './settings.js';
import type { SourceSeed } from './source-seed.js';
import type { SandboxClient } from './tokens.js';
import type { World } from './world.js';

const PREFIX = '/_sandbox/';

/** True for the addresses that control the sandbox instead of calling the simulated tenant. */
export function isControl(url: string | undefined): boolean {
  return url?.startsWith(PREFIX) ?? false;
}

/** Answers a request under `/_sandbox/`, which offers the in-process API to people and other processes. */
export async function handleControl(
  world: World,
  reset: () => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(`http://sandbox${request.url ?? '/'}`).pathname;
  const name = `${request.method ?? 'GET'} ${path.slice(PREFIX.length)}`;
  const most = world.settings.controlBytes;
  const body = await readBody(request, { file: 0, text: most });
  const reply =
    body.bytes > most
      ? json(413, { error: `The body has ${body.bytes} bytes; at most ${most} are taken.` })
      : await perform(world, reset, name, 'text' in body ? body.text : '');
  send(response, reply);
}

async function perform(world: World, reset: () => void, name: string, text: string): Promise<Reply> {
  const actions = controlActions(world, reset);
  const action = actions[name];
  if (action === undefined) {
    return json(404, { error: `There is no ${name} here.`, known: Object.keys(actions) });
  }
  try {
    const given: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof given !== 'object' || given === null) throw new Error('A JSON object is wanted.');
    return json(200, await action(given));
  } catch (error) {
    return json(400, { error: (error as Error).message });
  }
}

/** The action of one address under `/_sandbox/` on the given JSON object; throws if the object is invalid. */
export type ControlAction = (given: object) => unknown;

/** Every address under `/_sandbox/`, as method and name. */
export function controlActions(world: World, reset: () => void): Readonly<Record<string, ControlAction>> {
  const { tenant, tokens, settings, script, journal, rateLimit } = world;
  return {
    'GET requests': () => journal.records,
    'GET overview': () => overviewOf({ tenant, requests: journal.records, rateLimit }),
    'GET state': () => ({
      settings,
      peakRequestsIn10s: rateLimit.peak,
      clients: tokens.clients().map(({ id, scopes, userContext }) => ({ id, scopes, userContext })),
      sources: tenant.sources().map((source) => ({ ...source, accounts: tenant.accounts(source.id) })),
      tasks: tenant.tasks(),
    }),
    'POST script': (given) => {
      const scripted = faultOf(given as Record<string, unknown>);
      if (scripted.meanwhile !== undefined) knownSource(world, scripted.meanwhile.sourceId);
      script.add(scripted);
      return {};
    },
    'POST sources': (given) => {
      if (typeof (given as SourceSeed).name !== 'string') throw new Error('A source needs a "name".');
      return tenant.addSource(given as SourceSeed);
    },
    'POST clients': (given) => {
      const { id, secret, scopes, userContext } = given as SandboxClient;
      if (typeof id !== 'string' || typeof secret !== 'string' || !Array.isArray(scopes)) {
        throw new Error('A client needs an "id", a "secret" and a list of "scopes".');
      }
      tokens.addClient({ id, secret, scopes, userContext });
      return {};
    },
    'POST settings': (given) => changeSettings(settings, given),
    'POST run-config': (given) => {
      const { sourceId, ...plan } = given as RunPlan & { sourceId?: string };
      tenant.planRun(knownSource(world, sourceId), plan);
      return {};
    },
    'POST aggregations': (given) => startElsewhere(tenant, given as ForeignAggregation),
    'POST expire-tokens': () => {
      tokens.expireAll();
      return {};
    },
    'POST reset': () => {
      reset();
      return {};
    },
  };
}

function knownSource(world: World, sourceId: string | undefined): string {
  if (sourceId === undefined || world.tenant.source(sourceId) === undefined) {
    throw new Error('"sourceId" must be the id of a source in this sandbox.');
  }
  return sourceId;
}

/** JSON has no Infinity: `"times": "always"` replaces it. */
function faultOf(given: Record<string, unknown>): ScriptedFault {
  const { operation, times, skip, fault, meanwhile } = given;
  const known = ['any', ...OPERATIONS];
  if (typeof operation !== 'string' || !known.includes(operation)) {
    throw new Error(`"operation" must be one of ${known.join(', ')}.`);
  }
  const { kind } = (fault ?? {}) as { kind?: unknown };
  if (!FAULT_KINDS.some((one) => one === kind)) {
    throw new Error(`"fault" must have one of these kinds: ${FAULT_KINDS.join(', ')}.`);
  }
  return {
    operation: operation as ScriptedFault['operation'],
    times: times === 'always' ? Number.POSITIVE_INFINITY : Number(times ?? 1),
    skip: Number(skip ?? 0),
    fault: fault as Fault,
    ...(meanwhile === undefined ? {} : { meanwhile: meanwhile as ForeignAggregation }),
  };
}
