/** A simulated api.github.com. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reply } from '../replies.js';
import { reset, send, sendHalf } from '../send.js';
import { answer, REPOSITORY_ID } from './answer.js';
import { UNAUTHORIZED, type Caller, type Permissions } from './request.js';
import { Repository, type Account } from './repository.js';

/** What goes wrong instead of an answer. */
export type GitHubFault =
  | { readonly kind: 'reply'; readonly status: number; readonly message: string }
  | { readonly kind: 'silence' | 'reset' | 'half' };

/** How the simulated GitHub differs from one that accepts the job's own token and answers everything. */
export interface GitHubOptions {
  /** A valid token; an app's token like `github.token` if absent. */
  readonly token?: string;
  /** The owner of the token; GITHUB_TOKEN's if absent. */
  readonly account?: Account;
  readonly permissions?: Partial<Permissions>;
  /** Path and kind of the requests that fail. */
  readonly fault?: { readonly path: RegExp; readonly fault: GitHubFault };
}

/** A listening simulated api.github.com with one repository. */
export interface SimulatedGitHub {
  /** GITHUB_API_URL. */
  readonly url: string;
  /** GITHUB_REPOSITORY. */
  readonly name: string;
  /** GITHUB_REPOSITORY_ID. */
  readonly repositoryId: string;
  /** The value of `github.token`. */
  readonly token: string;
  /** Another token of the same account that may do this and nothing else, as the one of a job with `permissions`. */
  readonly tokenFor: (permissions: Partial<Permissions>) => string;
  readonly repository: Repository;
  /** `GET /repos/…` of each request, in the order of arrival. */
  readonly requests: readonly string[];
  /** The version of the REST API that each request to it asks for; '' for none. */
  readonly versions: readonly string[];
  /** Resolves when this many requests have arrived. */
  readonly waitFor: (requests: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The author of what is written with GITHUB_TOKEN. */
const BOT: Account = { login: 'github-actions[bot]', type: 'Bot' };
const OWNER_AND_NAME = 'acme/identity';
/** Not valid anywhere else. GITHUB_TOKEN begins with `ghs_`, like all app tokens. */
const TOKEN = 'ghs_opensNothingButTheSandbox0123456789';

const NOTHING: Permissions = { contents: 'none', pullRequests: 'none', issues: 'none' };

/** Starts a simulated GitHub on a free port of this machine. By default, the job may read and write. */
export async function startGitHub(options: GitHubOptions = {}): Promise<SimulatedGitHub> {
  const repository = new Repository();
  const may: Permissions = {
    contents: 'read',
    pullRequests: 'write',
    issues: 'write',
    ...options.permissions,
  };
  const account = options.account ?? BOT;
  const token = options.token ?? TOKEN;
  const callers = new Map<string, Caller>([[token, { may, account }]]);
  const requests: string[] = [];
  const versions: string[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const version = request.headers['x-github-api-version'] ?? '';
    if (request.url !== '/graphql') versions.push(String(version));
    for (const look of [...waiting]) look();
    serve(request, response, { repository, callers, fault: options.fault }).catch(() => {
      response.destroy();
    });
  });
  // Nobody's next request meets a connection that is just being closed, however slow the machine is.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    name: OWNER_AND_NAME,
    repositoryId: String(REPOSITORY_ID),
    token,
    tokenFor: (permissions) => {
      const other = `${TOKEN}${callers.size}`;
      callers.set(other, { may: { ...NOTHING, ...permissions }, account });
      return other;
    },
    repository,
    requests,
    versions,
    waitFor: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (requests.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Serving {
  readonly repository: Repository;
  /** By their tokens. */
  readonly callers: ReadonlyMap<string, Caller>;
  readonly fault: GitHubOptions['fault'];
}

async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const body = await textOf(request);
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  const reply = replyTo(request, url, body, serving);
  const fault = serving.fault?.path.test(url.pathname) === true ? serving.fault.fault : undefined;
  switch (fault?.kind) {
    case undefined:
      send(response, reply);
      return;
    case 'reply':
      send(response, { ...reply, status: fault.status, body: JSON.stringify({ message: fault.message }) });
      return;
    case 'half':
      sendHalf(response, reply);
      return;
    case 'reset':
      reset(request);
      return;
    case 'silence':
      return;
  }
}

function replyTo(request: IncomingMessage, url: URL, body: string, serving: Serving): Reply {
  const caller = serving.callers.get(request.headers.authorization?.replace(/^token /, '') ?? '');
  if (caller === undefined) return UNAUTHORIZED;
  const path = url.pathname.replace(`/repos/${OWNER_AND_NAME}`, '');
  const asked = { method: request.method ?? '', path, query: url.searchParams, body, url };
  return answer(asked, serving.repository, caller);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
