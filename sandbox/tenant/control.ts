/** `/_sandbox/`: people and other processes control the simulated tenant over HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { controlActions } from './control-actions.js';
import { readBody } from './body.js';
import { json, type Reply } from './replies.js';
import { send } from './send.js';
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
