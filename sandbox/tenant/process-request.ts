/** The processing of a request: token, rate limit, version and scope, then the operation. */
import { issueToken } from './operations/token.js';
import { getConnections, getSchemaHeader, getSchemas, getSource, listSources } from './operations/sources.js';
import { listAccounts } from './operations/accounts.js';
import { getEntitlementHeader, listEntitlements, loadEntitlements } from './operations/entitlements.js';
import { loadAccounts } from './operations/load-accounts.js';
import type { Perform } from './operations/operation.js';
import { getAggregationStatus, getTask, listTasks } from './operations/tasks.js';
import type { Body } from './body.js';
import { mayDo } from './permissions.js';
import { quotableOf } from './quote.js';
import {
  badRequest,
  FORBIDDEN,
  notFound,
  refuse,
  Refused,
  tooMany,
  unauthorized,
  type Reply,
} from './replies.js';
import type { Operation, Route } from './routes.js';
import type { World } from './world.js';

const PERFORM: Readonly<Record<Exclude<Operation, 'token'>, Perform>> = {
  listSources,
  getSource,
  getSchemas,
  getSchemaHeader,
  getEntitlementHeader,
  getConnections,
  loadAccounts,
  loadEntitlements,
  listAccounts,
  listEntitlements,
  getTask,
  listTasks,
  getAggregationStatus,
};

/** Operations that v2024 serves only with `X-SailPoint-Experimental: true` (docs/isc-api.md#addresses). */
const EXPERIMENTAL_IN_V2024: readonly Operation[] = [
  'loadAccounts',
  'loadEntitlements',
  'getTask',
  'listTasks',
];

/** A request with its body read. */
export interface ReadRequest {
  readonly route: Route | undefined;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Body;
  readonly trackingId: string;
}

/**
 * Carries out a request, or refuses it as ISC would: checks the token first, then the limit, the version and the scope.
 */
export async function processRequest(world: World, request: ReadRequest): Promise<Reply> {
  const { route, trackingId } = request;
  try {
    if (route?.operation === 'token') {
      return issueToken(world, request.body, request.query, header(request, 'authorization'));
    }
    const token = world.tokens.check(header(request, 'authorization'), world.tenant.now());
    if (token.kind === 'none') return unauthorized('JWT is required');
    if (token.kind === 'unknown') return unauthorized('JWT validation failed: JWT is not valid');
    if (token.kind === 'expired') return unauthorized('JWT validation failed: JWT is expired');
    if (route?.version === undefined) throw new Refused(notFound('The requested resource was not found.'));
    if (world.settings.rateLimit === 'on') {
      const seconds = world.rateLimit.take(`${token.client.id} ${route.version}`, world.clock());
      if (seconds > 0) return tooMany(seconds);
    }
    if (world.settings.versionsOff.includes(route.version)) throw new Refused(gone(route.version));
    if (!mayDo(token.client, route.operation)) throw new Refused(FORBIDDEN);
    const refused = world.settings.refused[route.operation];
    if (refused === 403) throw new Refused(FORBIDDEN);
    if (refused === 404) throw new Refused(notFound('The requested resource was not found.'));
    if (lacksExperimentalHeader(request, route)) {
      throw new Refused(
        badRequest('This API is experimental: send the header X-SailPoint-Experimental: true.'),
      );
    }
    const reply = await PERFORM[route.operation]({
      world,
      client: token.client,
      id: route.id,
      version: route.version,
      query: request.query,
      contentType: header(request, 'content-type'),
      body: request.body,
      quotable: quotableOf(header(request, 'authorization'), token.client, request.body),
    });
    if (!world.settings.deprecated.includes(route.operation)) return reply;
    return { ...reply, headers: { ...reply.headers, 'X-Deprecated': 'true' } };
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal, trackingId);
    throw error;
  }
}

function lacksExperimentalHeader(request: ReadRequest, route: Route): boolean {
  return (
    route.version === 'v2024' &&
    EXPERIMENTAL_IN_V2024.includes(route.operation) &&
    header(request, 'x-sailpoint-experimental') !== 'true'
  );
}

function gone(version: string): { status: 410; detailCode: string; text: string } {
  return { status: 410, detailCode: '410 Gone', text: `Version ${version} of this API is no longer served.` };
}

function header(request: ReadRequest, name: string): string | undefined {
  return request.headers[name]?.toString();
}
