import type { IncomingMessage } from 'node:http';
import type { Fault } from './faults.js';
import { headersOf, type RequestRecord } from './request-record.js';
import type { Route } from './routes.js';
import { redactor, type World } from './world.js';

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
