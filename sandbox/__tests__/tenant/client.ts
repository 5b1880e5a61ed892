import { DEFAULT_CLIENT, type Sandbox } from '../../tenant/sandbox.js';
import type { SandboxClient } from '../../tenant/tokens.js';

/** A simulated tenant in this process or another one. */
export type Tenant = Pick<Sandbox, 'url'>;

/** A reply with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws if it is not JSON. */
  readonly body: () => unknown;
}

/** Asks the sandbox for a token, as an API client does. */
export async function tokenOf(sandbox: Tenant, client: SandboxClient = DEFAULT_CLIENT): Promise<string> {
  const answer = await send(sandbox, 'POST', '/oauth/token', {
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.id,
      client_secret: client.secret,
    }),
  });
  return (answer.body() as { access_token: string }).access_token;
}

/** Sends one request, with the token if one is given. */
export async function send(
  sandbox: Tenant,
  method: string,
  path: string,
  options: {
    token?: string;
    headers?: Record<string, string>;
    body?: string | FormData | URLSearchParams | ReadableStream;
  } = {},
): Promise<Answer> {
  const { token, headers = {}, body } = options;
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: () => JSON.parse(text) as unknown,
  };
}

/** The id of the task in a 202 of load-accounts. */
export function taskIdOf(answer: Answer): string {
  return (answer.body() as { task: { id: string } }).task.id;
}

/** A file as load-accounts takes it. */
export function upload(csv: string, fields: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  form.append('file', new Blob([csv], { type: 'text/csv' }), 'accounts.csv');
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}
