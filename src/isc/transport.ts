import { HttpClient } from '@actions/http-client';
import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { wordsOf } from '../failure.js';
import { ConnectionFailure, faultOf } from './connection-failure.js';

/** One request to the tenant; its path is relative to the validated base URL. */
export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | UploadBody | undefined;
  /**
   * `fresh` for what must not be sent twice: the server may be closing a kept connection at that moment, and
   * the reset would leave open whether the request was acted on.
   */
  readonly over: 'kept connection' | 'fresh connection';
}

/** A body too large for memory. Each attempt takes a fresh one, since a stream can be read only once. */
export interface UploadBody {
  readonly stream: Readable;
  /** Resolves or rejects when reading the stream has ended; a rejection tells why, such as a file that changed. */
  readonly finished: Promise<void>;
  /** True once the last byte has been handed over. */
  readonly isComplete: () => boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** No reply of the operations used comes near this; a larger one is a mistake or an attack. */
const MAX_REPLY_BYTES = 32 * 1024 * 1024;

/** Exchanges requests with one origin, and with no other. */
export class Transport {
  readonly #origin: string;
  readonly #times: { readonly requestMs: number; readonly uploadIdleMs: number };
  readonly #kept: HttpClient;
  readonly #fresh: HttpClient;

  /** @param userAgent as the tenant's logs show this action. */
  constructor(origin: string, userAgent: string, times: { requestMs: number; uploadIdleMs: number }) {
    this.#origin = origin;
    this.#times = times;
    this.#kept = new HttpClient(userAgent, [], { keepAlive: true, socketTimeout: times.requestMs });
    this.#fresh = new HttpClient(userAgent, [], { keepAlive: false, socketTimeout: times.uploadIdleMs });
  }

  /**
   * Sends `request` and reads the whole reply, whatever its status.
   *
   * @throws ConnectionFailure if there is no whole reply, if it is larger than 32 MiB, or if it is a redirect;
   * the signal's reason if that fires.
   */
  async exchange(request: Request, signal: AbortSignal): Promise<Reply> {
    signal.throwIfAborted();
    const upload = typeof request.body === 'object' ? request.body : undefined;
    const end = new AbortController();
    // For an upload the idle limit of the socket counts instead: it may take as long as it moves.
    const timer =
      upload === undefined
        ? setTimeout(() => {
            end.abort(this.#timeout(this.#times.requestMs));
          }, this.#times.requestMs)
        : undefined;
    upload?.finished.catch((reason: unknown) => {
      end.abort(reason);
    });
    const either = AbortSignal.any([signal, end.signal]);
    try {
      return await this.#send(request, either);
    } catch (error) {
      either.throwIfAborted();
      throw this.#explain(error, upload);
    } finally {
      clearTimeout(timer);
      upload?.stream.destroy();
    }
  }

  /** Closes the connections that are kept open, so that the process can end. */
  close(): void {
    this.#kept.dispose();
  }

  async #send(request: Request, signal: AbortSignal): Promise<Reply> {
    const url = new URL(request.path, this.#origin);
    // A path such as //elsewhere would be a URL of its own.
    if (url.origin !== this.#origin) throw new Error(`${request.path} leads away from ${this.#origin}.`);
    const client = request.over === 'fresh connection' ? this.#fresh : this.#kept;
    const { message } = await client.requestRaw(
      {
        parsedUrl: url,
        httpModule: url.protocol === 'https:' ? https : http,
        options: {
          host: url.hostname.replace(/^\[|\]$/g, ''),
          port: url.port === '' ? undefined : Number(url.port),
          path: url.pathname + url.search,
          method: request.method,
          headers: { 'user-agent': client.userAgent ?? '', ...request.headers },
          agent: client.getAgent(url.href),
          signal,
        },
      },
      typeof request.body === 'object' ? request.body.stream : (request.body as unknown as string),
    );
    const text = await readWhole(message);
    refuseRedirect(message, url);
    return { status: message.statusCode ?? 0, headers: message.headers, text };
  }

  #timeout(ms: number): ConnectionFailure {
    return new ConnectionFailure(
      'timeout',
      `${new URL(this.#origin).host} did not answer within ${ms / 1000} s.`,
    );
  }

  #explain(error: unknown, upload: UploadBody | undefined): ConnectionFailure {
    if (error instanceof ConnectionFailure) return error;
    const bodyIncomplete = upload !== undefined && !upload.isComplete();
    const { host } = new URL(this.#origin);
    const reason = wordsOf(error);
    // http-client's own words for a socket without traffic.
    if (reason.startsWith('Request timeout')) {
      const seconds = (upload === undefined ? this.#times.requestMs : this.#times.uploadIdleMs) / 1000;
      return new ConnectionFailure('timeout', `${host} was silent for ${seconds} s.`, {
        cause: error,
        bodyIncomplete,
      });
    }
    const fault = faultOf(error);
    return new ConnectionFailure(fault, `${whatHappened(fault, host)}: ${reason}`, {
      cause: error,
      bodyIncomplete,
    });
  }
}

/** Reads with `for await`, which fails when the connection drops; http-client's own readBody never settles then. */
async function readWhole(message: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_REPLY_BYTES) {
      throw new ConnectionFailure('shape', `The reply is larger than ${MAX_REPLY_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuseRedirect(message: http.IncomingMessage, url: URL): void {
  const status = message.statusCode ?? 0;
  if (status < 300 || status > 399 || status === 304) return;
  const location = message.headers.location ?? '';
  const target = URL.canParse(location, url.href) ? new URL(location, url).host : 'an address that is no URL';
  throw new ConnectionFailure('redirect', `${url.host} answered ${status}, a redirect to ${target}.`);
}

function whatHappened(fault: ReturnType<typeof faultOf>, host: string): string {
  switch (fault) {
    case 'refused':
      return `${host} cannot be reached`;
    case 'certificate':
      return `The certificate of ${host} is not trusted`;
    case 'proxy':
      return `The proxy does not let through to ${host}`;
    case 'lost':
    case 'timeout':
    case 'redirect':
    case 'unreadable':
    case 'shape':
      return `The connection to ${host} was lost`;
  }
}
