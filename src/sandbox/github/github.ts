import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reply } from '../replies.js';
import { reset, send, sendHalf } from '../send.js';
import { answer, UNAUTHORIZED, type Permissions } from './answer.js';
import { Repository } from './repository.js';

/** What goes wrong instead of an answer. */
export type GitHubFault =
  | { readonly kind: 'reply'; readonly status: number; readonly message: string }
  | { readonly kind: 'silence' | 'reset' | 'half' };

export interface GitHubOptions {
  /** The only token that opens it; one of an app, as `github.token` is, if absent. */
  readonly token?: string;
  readonly permissions?: Partial<Permissions>;
  /** Path and kind of the requests that go wrong. */
  readonly fault?: { readonly path: RegExp; readonly fault: GitHubFault };
}

/** A simulated api.github.com with one repository, that listens. */
export interface SimulatedGitHub {
  /** GITHUB_API_URL. */
  readonly url: string;
  /** GITHUB_REPOSITORY. */
  readonly name: string;
  /** What `github.token` would be. */
  readonly token: string;
  readonly repository: Repository;
  /** `GET /repos/…` of each request, in the order of arrival. */
  readonly requests: readonly string[];
  /** Resolves when so many requests have come. */
  readonly waitFor: (requests: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const OWNER_AND_NAME = 'acme/identity';
/** Opens nothing; GITHUB_TOKEN begins with `ghs_`, as all tokens of apps. */
const TOKEN = 'ghs_opensNothingButTheSandbox0123456789';

/** Starts a simulated GitHub on a free port of this machine. The job may read and write unless said otherwise. */
export async function startGitHub(options: GitHubOptions = {}): Promise<SimulatedGitHub> {
  const repository = new Repository();
  const permissions: Permissions = { contents: 'read', pullRequests: 'write', ...options.permissions };
  const token = options.token ?? TOKEN;
  const requests: string[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    for (const look of [...waiting]) look();
    serve(request, response, { repository, permissions, token, fault: options.fault }).catch(() => {
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    name: OWNER_AND_NAME,
    token,
    repository,
    requests,
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
  readonly permissions: Permissions;
  readonly token: string;
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
  if (request.headers.authorization !== `token ${serving.token}`) return UNAUTHORIZED;
  const path = url.pathname.replace(`/repos/${OWNER_AND_NAME}`, '');
  const asked = { method: request.method ?? '', path, query: url.searchParams, body, url };
  return answer(asked, serving.repository, serving.permissions);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
