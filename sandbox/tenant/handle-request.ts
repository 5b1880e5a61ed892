/** One request to the tenant, from its arrival to its answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { assertNever } from './model.js';
import { type Body, readBody } from './body.js';
import { type Fault, bodyOf, replyOf } from './faults.js';
import { processRequest } from './process-request.js';
import { type Quotable, quotableOf } from './quote.js';
import { startElsewhere } from './start-elsewhere.js';
import type { Reply } from './replies.js';
import { type RequestRecord, factsOf, headersOf } from './request-record.js';
import { type Route, findRoute } from './routes.js';
import { reset, send, sendHalf, sendSlowly } from './send.js';
import { type World, redactor } from './world.js';

/** Answers one request to the tenant's API, with the scripted fault for it. */
export async function handleRequest(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(`http://sandbox${request.url ?? '/'}`);
  const route = findRoute(request.method ?? 'GET', url.pathname);
  const met = world.script.take(route?.operation);
  const exchange: Exchange = {
    world,
    request,
    response,
    url,
    route,
    trackingId: world.tenant.ids.next('request'),
    record: enterRequest(world, request, url, route, met?.fault.kind),
    body: NO_BODY,
  };
  response.setHeader('Date', new Date(world.tenant.now()).toUTCString());
  response.setHeader('SLPT-Request-ID', exchange.trackingId);
  world.rateLimit.arrived(world.clock());
  if (met?.meanwhile !== undefined) await startElsewhere(world.tenant, met.meanwhile);
  await answer(exchange, met?.fault);
}

/** Bytes of a body other than multipart: the tenant does not need more. */
const KEPT_TEXT = 1024 * 1024;

const NO_BODY: Body = { kind: 'none', bytes: 0 };

interface Exchange {
  readonly world: World;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly route: Route | undefined;
  readonly trackingId: string;
  readonly record: RequestRecord;
  /** Once it has been read. */
  body: Body;
}

async function answer(exchange: Exchange, fault: Fault | undefined): Promise<void> {
  const { response, request } = exchange;
  switch (fault?.kind) {
    case undefined:
    case 'pass':
      finish(exchange, await processAndNote(exchange));
      return;
    case 'reset-before-reading':
      reset(request);
      return;
    case 'no-reply':
      return;
    case 'reply':
      await sendInstead(exchange, fault);
      return;
    case 'processed-reply': {
      await processAndNote(exchange);
      finish(exchange, replyOf(fault, quotableFrom(exchange, exchange.body), exchange.world.tenant.now()));
      return;
    }
    case 'redirect': {
      await readAndNote(exchange);
      const status = fault.status ?? 307;
      noted(exchange, status);
      send(response, { status, headers: { Location: fault.location }, body: '' });
      return;
    }
    case 'delay': {
      const reply = await processAndNote(exchange);
      await pause(fault.ms, undefined, { ref: false });
      finish(exchange, reply);
      return;
    }
    case 'reset-after-processing':
      await processAndNote(exchange);
      reset(request);
      return;
    case 'no-reply-after-processing':
      await processAndNote(exchange);
      return;
    case 'cut-reply': {
      const reply = await processAndNote(exchange);
      noted(exchange, reply.status);
      sendHalf(response, reply);
      return;
    }
    case 'replace-body': {
      const reply = await processAndNote(exchange);
      finish(exchange, { ...reply, body: bodyOf(fault.body) });
      return;
    }
    case 'slow-body': {
      const reply = await processAndNote(exchange);
      noted(exchange, reply.status);
      await sendSlowly(response, reply, fault.bytes, fault.pauseMs);
      return;
    }
    default:
      assertNever(fault);
  }
}

async function sendInstead(exchange: Exchange, fault: Extract<Fault, { kind: 'reply' }>): Promise<void> {
  const { world, response } = exchange;
  const body: Body = fault.beforeBody === true ? NO_BODY : await readAndNote(exchange);
  noted(exchange, fault.status);
  const reply = replyOf(fault, quotableFrom(exchange, body), world.tenant.now());
  send(response, reply, fault.beforeBody === true ? { Connection: 'close' } : {});
}

function quotableFrom({ world, request }: Exchange, body: Body): Quotable {
  const { authorization } = request.headers;
  const token = world.tokens.check(authorization, world.tenant.now());
  return quotableOf(authorization, 'client' in token ? token.client : undefined, body);
}

async function processAndNote(exchange: Exchange): Promise<Reply> {
  const { world, request, route, url, trackingId } = exchange;
  const body = await readAndNote(exchange);
  const { headers } = request;
  const reply = await processRequest(world, { route, query: url.searchParams, headers, body, trackingId });
  world.journal.note(exchange.record, { processed: reply.status });
  return reply;
}

async function readAndNote(exchange: Exchange): Promise<Body> {
  const { world, request, record } = exchange;
  const { parsedBytes, uploadBytes } = world.settings;
  const body = await readBody(request, { file: parsedBytes ?? uploadBytes, text: KEPT_TEXT });
  exchange.body = body;
  world.journal.note(record, { body: factsOf(body, request.headers, redactor(world.tokens)) });
  return body;
}

function finish(exchange: Exchange, reply: Reply): void {
  // If the client has disconnected, nothing is sent, and the journal has no status.
  if (exchange.response.destroyed) return;
  noted(exchange, reply.status);
  send(exchange.response, reply);
}

function noted({ world, record }: Exchange, status: number): void {
  world.journal.note(record, { status });
}

/** Records a request in the journal as soon as it arrives, without secrets. */
export function enterRequest(
  world: World,
  request: IncomingMessage,
  url: URL,
  route: Route | undefined,
  fault: Fault['kind'] | undefined,
): RequestRecord {
  const redact = redactor(world.tokens);
  const token = world.tokens.check(request.headers.authorization, world.tenant.now());
  return world.journal.open({
    time: world.clock(),
    method: request.method ?? 'GET',
    url: redact(request.url ?? '/'),
    path: redact(url.pathname),
    query: Object.fromEntries([...url.searchParams].map(([name, value]) => [name, redact(value)])),
    operation: route?.operation,
    version: route?.version,
    headers: headersOf(request.headers, redact),
    authorization: token.kind,
    clientId: 'client' in token ? token.client.id : undefined,
    body: undefined,
    fault,
    processed: undefined,
    status: undefined,
  });
}
