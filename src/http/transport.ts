/** One request and its complete reply, or why there is none. Only this file uses http-client. */
import { HttpClient } from '@actions/http-client';
import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { thrownMessage, unlessEnded } from '../model/failure.js';
import type { Clock } from '../runtime/clock.js';
import { faultOf, NoReply, type ConnectionFault, type ExplainNoReply } from './failure.js';

/** One request; its path is relative to the origin. */
export interface Request<O extends string> {
  /** The purpose, for the message of a failure. */
  readonly operation: O;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | UploadBody | undefined;
  /**
   * `fresh` for requests that must not be sent twice: the server may be closing a kept-alive connection, and after the
   * reset it would be unclear whether it acted on the request.
   */
  readonly over: 'kept connection' | 'fresh connection';
  /** Milliseconds for the whole reply, if less than the transport's limit. */
  readonly limitMs?: number | undefined;
}

/** A body too large for memory. Each attempt needs a new one, since a stream can be read only once. */
export interface UploadBody {
  /** Fails with the reason why the body ends early, such as a changed file. */
  readonly stream: Readable;
  /** True once the last byte has been passed on. */
  readonly isComplete: () => boolean;
}

/** A complete reply, whatever its status. */
export interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** No reply of the operations used comes close to this; a larger one is a mistake or an attack. */
const MAX_REPLY_BYTES = 8 * 1024 * 1024;

/** Ends the limit of a request that has ended; without a reason each would make an error with its stack. */
const ENDED = 'The request has ended.';

/** Sends requests to one origin, and to no other. */
export class Transport<O extends string> {
  readonly #origin: string;
  readonly #times: { readonly requestMs: number; readonly uploadIdleMs: number };
  readonly #clock: Clock;
  readonly #explain: ExplainNoReply<O>;
  readonly #kept: HttpClient;
  readonly #fresh: HttpClient;

  /**
   * @param userAgent how this action appears in the server's logs.
   * @param times limits in milliseconds.
   * @param explain makes the failure of a request without a usable reply.
   */
  constructor(
    origin: string,
    userAgent: string,
    times: { requestMs: number; uploadIdleMs: number },
    clock: Clock,
    explain: ExplainNoReply<O>,
  ) {
    this.#origin = origin;
    this.#times = times;
    this.#clock = clock;
    this.#explain = explain;
    this.#kept = new HttpClient(userAgent, [], { keepAlive: true, socketTimeout: times.requestMs });
    this.#fresh = new HttpClient(userAgent, [], { keepAlive: false, socketTimeout: times.uploadIdleMs });
  }

  /**
   * Sends `request` and reads the whole reply, whatever its status.
   *
   * @throws NoReply if there is no complete reply, if it is larger than 8 MiB, or if it is a redirect; the
   * reason why the body ended early; the signal's reason if it fires.
   */
  async exchange(request: Request<O>, signal: AbortSignal): Promise<Reply> {
    const upload = typeof request.body === 'object' ? request.body.stream : undefined;
    const end = new AbortController();
    const either = AbortSignal.any([signal, end.signal]);
    const over = new AbortController();
    const limitMs = request.limitMs ?? this.#times.requestMs;
    const limit = (): void => {
      this.#clock.sleep(limitMs, over.signal).then(
        () => {
          end.abort(this.#tooSlow(request, limitMs));
        },
        () => undefined, // The request has ended.
      );
    };
    // An upload has the socket's idle limit instead, up to its reply: it may take as long as it keeps moving.
    if (upload === undefined) limit();
    upload?.once('error', (reason) => {
      end.abort(reason);
    });
    try {
      either.throwIfAborted();
      const message = await this.#send(request, either);
      if (upload !== undefined) limit();
      this.#refuseRedirect(request, message);
      const text = await this.#readWhole(request, message);
      return { status: message.statusCode ?? 0, headers: message.headers, text };
    } catch (error) {
      either.throwIfAborted();
      // http-client gives up on a silent socket without ending the request.
      end.abort(error);
      throw this.#failureOf(error, request);
    } finally {
      over.abort(ENDED);
      upload?.destroy();
    }
  }

  /** Closes the kept-alive connections, so that the process can end. */
  close(): void {
    this.#kept.dispose();
  }

  async #send(request: Request<O>, signal: AbortSignal): Promise<http.IncomingMessage> {
    const url = new URL(request.path, this.#origin);
    // A path such as //elsewhere would be a complete URL.
    if (url.origin !== this.#origin) throw new Error(`${request.path} leads away from ${this.#origin}.`);
    const client = request.over === 'fresh connection' ? this.#fresh : this.#kept;
    const sent = client.requestRaw(
      {
        parsedUrl: url,
        httpModule: url.protocol === 'https:' ? https : http,
        options: {
          host: url.hostname.replace(/^\[|\]$/g, ''),
          port: url.port === '' ? undefined : Number(url.port),
          path: url.pathname + url.search,
          method: request.method,
          headers: { 'user-agent': client.userAgent ?? '', ...request.headers },
          agent: verifying(client.getAgent(url.href)),
          // Only https uses it; http ignores it.
          ...{ rejectUnauthorized: true },
          signal,
        },
      },
      typeof request.body === 'object' ? request.body.stream : (request.body as unknown as string),
    );
    // A request may wait for its connection, such as a proxy's: Node passes it the signal only once it has one.
    const { message } = await unlessEnded(sent, signal);
    return message;
  }

  get #host(): string {
    return new URL(this.#origin).host;
  }

  #tooSlow({ operation }: Request<O>, limitMs: number): NoReply {
    const seconds = limitMs / 1000;
    return this.#explain(
      operation,
      'timeout',
      `${this.#host} did not send a complete reply within ${seconds} s.`,
    );
  }

  #failureOf(error: unknown, { body, operation }: Request<O>): NoReply {
    if (error instanceof NoReply) return error;
    const words = reasonIn(error);
    // http-client's message for a socket without traffic.
    if (words.startsWith('Request timeout')) {
      const { requestMs, uploadIdleMs } = this.#times;
      const seconds = (typeof body === 'object' ? uploadIdleMs : requestMs) / 1000;
      return this.#explain(operation, 'timeout', `${this.#host} sent nothing for ${seconds} s.`, error);
    }
    const fault = faultOf(error);
    // Node's error for several addresses has a code but no text.
    const reason = words === '' ? String((error as NodeJS.ErrnoException).code) : words;
    // A sentence, since others follow it: "Trying again in 0.5 s."
    const happened = `${HAPPENED[fault](this.#host, reason)}: ${reason.replace(/\.$/, '')}.`;
    return this.#explain(operation, fault, happened, error);
  }

  /** Reads with `for await`, which fails if the connection drops; http-client's own readBody would never settle. */
  async #readWhole({ operation }: Request<O>, message: http.IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of message as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_REPLY_BYTES) {
        throw this.#explain(operation, 'too-large', `The reply is larger than ${MAX_REPLY_BYTES} bytes.`);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  /** Names only the host: the rest of a location may contain a secret. */
  #refuseRedirect({ operation, path }: Request<O>, message: http.IncomingMessage): void {
    const status = message.statusCode ?? 0;
    if (status < 300 || status > 399 || status === 304) return;
    const { location = '' } = message.headers;
    const from = `https://${this.#host}${path}`;
    const target = URL.canParse(location, from) ? new URL(location, from).host : '';
    const whither = target === '' ? 'an invalid address' : target;
    const happened = `${this.#host} answered ${status}, a redirect to ${whither}.`;
    throw this.#explain(operation, 'redirect', happened);
  }
}

/** Certificates are also verified through a proxy, whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
function verifying<T>(agent: T): T {
  const { options } = agent as { options?: { rejectUnauthorized?: boolean } };
  if (options !== undefined) options.rejectUnauthorized = true;
  return agent;
}

/**
 * The network layer's own words, without OpenSSL's trace, what every tunnel says, and Node's advice for programs that a
 * person starts.
 */
function reasonIn(error: unknown): string {
  const words = thrownMessage(error);
  const tls = /:SSL routines:[^:]*:([^:]+):/.exec(words)?.[1];
  if (tls !== undefined) return `${tls} (${(error as NodeJS.ErrnoException).code ?? 'TLS'})`;
  return words.replace(
    /^tunneling socket could not be established, (?:cause=)?|; if the root CA is installed locally, [^;]*$/g,
    '',
  );
}

/** What happened; `reason`: the network layer's own words, in which a proxy that has answered stands with its status. */
const HAPPENED: Readonly<Record<ConnectionFault, (host: string, reason: string) => string>> = {
  refused: (host) => `${host} cannot be reached`,
  certificate: (host) => `The TLS certificate of ${host} is not trusted`,
  proxy: (host, reason) =>
    reason.includes('statusCode=') ? `The proxy cannot reach ${host}` : 'This runner cannot reach its proxy',
  'proxy-refusal': (host) => `The proxy does not allow this runner to reach ${host}`,
  lost: connectionLost,
  timeout: connectionLost,
  redirect: connectionLost,
  unreadable: connectionLost,
  'too-large': connectionLost,
  shape: connectionLost,
};

function connectionLost(host: string): string {
  return `The connection to ${host} was lost`;
}
