import { afterEach, describe, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { PassThrough } from 'node:stream';
import { systemClock, type Clock } from '../../src/runtime/clock.js';
import { connectionFailure } from '../../src/isc/failures.js';
import type { Operation } from '../../src/isc/operations.js';
import { Transport, type Request, type UploadBody } from '../../src/http/transport.js';
import { turnClock } from '../support/clocks.js';
import { startServer, until, type OddServer } from '../support/server.js';
import { failureOf } from '../support/tenant.js';

const FOR_EVER = new AbortController().signal;

let server: OddServer | undefined;
let transport: Transport<Operation> | undefined;

afterEach(async () => {
  transport?.close();
  await server?.close();
});

async function serve(
  listener: RequestListener,
  times: Partial<{ requestMs: number; uploadIdleMs: number }> = {},
  clock: Clock = systemClock,
): Promise<{ transport: Transport<Operation>; server: OddServer }> {
  server = await startServer(listener);
  const limits = { requestMs: 30_000, uploadIdleMs: 30_000, ...times };
  transport = new Transport(server.url, 'test-agent', limits, clock, connectionFailure);
  return { transport, server };
}

const READ: Request<Operation> = {
  operation: 'source',
  method: 'GET',
  path: '/sources/v1/1',
  headers: { accept: 'application/json' },
  body: undefined,
  over: 'kept connection',
};

function upload(body: UploadBody): Request<Operation> {
  return {
    operation: 'load-accounts',
    method: 'POST',
    path: '/sources/v1/1/load-accounts',
    headers: { 'content-length': '1000' },
    body,
    over: 'fresh connection',
  };
}

/** A body of which `start` is there, and the rest comes when the test says so. */
function slowBody(start: string): UploadBody & { readonly stream: PassThrough } {
  const stream = new PassThrough();
  stream.on('error', () => undefined);
  stream.write(start);
  return { stream, isComplete: () => stream.readableEnded };
}

describe('a whole exchange', () => {
  it('gives status, headers and text, whatever the status is', async () => {
    const { transport } = await serve((request, response) => {
      response.writeHead(503, { 'X-Test': request.headers['user-agent'] });
      response.end(`${request.method ?? ''} ${request.url ?? ''} é`);
    });
    const reply = await transport.exchange(READ, FOR_EVER);
    expect(reply).toMatchObject({ status: 503, text: 'GET /sources/v1/1 é' });
    expect(reply.headers['x-test']).toMatch(/^test-agent/);
  });

  it('keeps one connection for reads, and opens one for each request that must not be sent twice', async () => {
    const { transport, server } = await serve((_request, response) => {
      response.end('{}');
    });
    for (let index = 0; index < 5; index += 1) await transport.exchange(READ, FOR_EVER);
    expect(server.connections()).toBe(1);
    await transport.exchange({ ...READ, over: 'fresh connection' }, FOR_EVER);
    await transport.exchange({ ...READ, over: 'fresh connection' }, FOR_EVER);
    expect(server.connections()).toBe(3);
  });

  it('leaves no connection open once it is closed', async () => {
    const { transport, server } = await serve((_request, response) => {
      response.end('{}');
    });
    await transport.exchange(READ, FOR_EVER);
    transport.close();
    await until(() => server.open() === 0);
  });

  it.each(['//elsewhere.example/', 'https://elsewhere.example/'])(
    'never leaves the origin for %s',
    async (path) => {
      const { transport, server } = await serve((_request, response) => {
        response.end('{}');
      });
      const failure = await failureOf(transport.exchange({ ...READ, path }, FOR_EVER));
      expect(failure.message).toContain('leads away from');
      expect(server.connections()).toBe(0);
    },
  );
});

describe('a reply that is no whole reply', () => {
  it.each<[string, RequestListener, object]>([
    [
      'cut in the middle of its body',
      (_request, response) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('{"id":', () => response.socket?.destroy());
      },
      { fault: 'lost' },
    ],
    [
      'cut in the middle of a chunked body',
      (_request, response) => {
        response.write('{"id":', () => response.socket?.destroy());
      },
      { fault: 'lost' },
    ],
    ['a reset', (request) => request.socket.resetAndDestroy(), { fault: 'lost' }],
    ['an end before any reply', (request) => request.socket.end(), { fault: 'lost' }],
    [
      'no HTTP',
      (request) => request.socket.end('hello\r\n\r\n'),
      { fault: 'lost', message: expect.stringContaining('Parse Error') },
    ],
    [
      'a redirect, even one that never ends',
      (_request, response) => {
        response.writeHead(307, { Location: 'https://login.acme.example/?token=secret' });
        response.write('see there');
      },
      {
        fault: 'redirect',
        message: expect.stringMatching(/answered 307, a redirect to login\.acme\.example\.$/),
      },
    ],
    [
      'a redirect to a path',
      (_request, response) => {
        response.writeHead(302, { Location: '/login' });
        response.end();
      },
      { fault: 'redirect', message: expect.stringMatching(/a redirect to 127\.0\.0\.1:\d+\.$/) },
    ],
    [
      'a redirect to nowhere',
      (_request, response) => {
        response.writeHead(301, { Location: 'http://' });
        response.end();
      },
      { fault: 'redirect', message: expect.stringMatching(/an invalid address\.$/) },
    ],
    [
      'more than 8 MiB',
      (_request, response) => {
        const mebibyte = Buffer.alloc(1024 * 1024, 0x20);
        for (let index = 0; index < 10; index += 1) response.write(mebibyte);
        response.end();
      },
      { fault: 'too-large', message: expect.stringContaining('larger than 8388608 bytes') },
    ],
  ])('%s', async (_name, listener, expected) => {
    const { transport, server } = await serve(listener);
    const failure = await failureOf(transport.exchange(READ, FOR_EVER));
    expect(failure).toMatchObject({ name: 'ConnectionFailure', operation: 'source', ...expected });
    expect(failure.message).not.toContain('secret');
    await until(() => server.open() === 0);
  });

  it('that never comes is waited for no longer than the limit', async () => {
    const { transport, server } = await serve(() => undefined, { requestMs: 50 });
    const failure = await failureOf(transport.exchange(READ, FOR_EVER));
    expect(failure).toMatchObject({ fault: 'timeout' });
    expect(failure.message).toMatch(/within 0\.05 s|silent for 0\.05 s/);
    await until(() => server.open() === 0);
  });

  it('that drips without end is waited for no longer than the limit', async () => {
    const { transport, server } = await serve(
      (_request, response) => {
        const drip = setInterval(() => response.write(' '), 5);
        response.on('close', () => {
          clearInterval(drip);
        });
      },
      { requestMs: 5_000 },
      turnClock(100),
    );
    const failure = await failureOf(transport.exchange(READ, FOR_EVER));
    expect(failure.message).toMatch(/did not send a complete reply within 5 s\.$/);
    await until(() => server.open() === 0);
  });

  it('says who cannot be reached, also where Node has no words for it', async () => {
    const { transport: closed, server: gone } = await serve(() => undefined);
    await gone.close();
    const failure = await failureOf(closed.exchange(READ, FOR_EVER));
    expect(failure).toMatchObject({ fault: 'refused' });
    expect(failure.message).toMatch(/127\.0\.0\.1:\d+ cannot be reached: connect ECONNREFUSED [^ ]+\d\.$/);
    const limits = { requestMs: 30_000, uploadIdleMs: 30_000 };
    const twoAddresses = new Transport(
      gone.url.replace('127.0.0.1', 'localhost'),
      '',
      limits,
      systemClock,
      connectionFailure,
    );
    const both = await failureOf(twoAddresses.exchange(READ, FOR_EVER));
    expect(both).toMatchObject({ fault: 'refused' });
    expect(both.message).toMatch(/localhost:\d+ cannot be reached: .*ECONNREFUSED.*\.$/);
  });
});

describe('the signal', () => {
  it('stops a request that has not begun', async () => {
    const { transport, server } = await serve(() => undefined);
    const reason = new Error('cancelled');
    const body = slowBody('x');
    expect(await failureOf(transport.exchange(upload(body), AbortSignal.abort(reason)))).toBe(reason);
    expect([server.connections(), body.stream.destroyed]).toEqual([0, true]);
  });

  it.each<[string, RequestListener]>([
    ['while nobody answers', () => undefined],
    ['while the body comes in', (_request, response) => response.write('{')],
  ])('stops one at once %s', async (_name, listener) => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const { transport, server } = await serve((request, response) => {
      listener(request, response);
      setTimeout(() => {
        controller.abort(reason);
      }, 10);
    });
    expect(await failureOf(transport.exchange(READ, controller.signal))).toBe(reason);
    await until(() => server.open() === 0);
  });

  it('is not worn out by many requests', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error): void => {
      warnings.push(`${warning.name}: ${warning.message}`);
    };
    process.on('warning', listen);
    const { transport } = await serve((_request, response) => {
      response.end('{}');
    });
    const { signal } = new AbortController();
    for (let lot = 0; lot < 25; lot += 1) {
      await Promise.all(Array.from({ length: 20 }, () => transport.exchange(READ, signal)));
    }
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });
});

describe('an upload', () => {
  it('may take longer than a read as long as it moves', async () => {
    const clock = turnClock(100);
    const { transport } = await serve(
      (request, response) => {
        request.resume().on('end', () => response.end('done'));
      },
      { requestMs: 5_000 },
      clock,
    );
    const body = slowBody('x'.repeat(900));
    const exchange = transport.exchange(upload(body), FOR_EVER);
    for (let sent = 0; sent < 10; sent += 1) {
      await clock.sleep(1_000, FOR_EVER);
      body.stream.write('x'.repeat(10));
    }
    body.stream.end();
    expect(await exchange).toMatchObject({ status: 200, text: 'done' });
    expect([body.isComplete(), body.stream.destroyed]).toEqual([true, true]);
  });

  it('that does not move any more is given up, and so is its connection', async () => {
    const { transport, server } = await serve(() => undefined, { uploadIdleMs: 60 });
    const body = slowBody('x'.repeat(500));
    const failure = await failureOf(transport.exchange(upload(body), FOR_EVER));
    expect(failure).toMatchObject({ fault: 'timeout', operation: 'load-accounts' });
    expect(failure.message).toMatch(/sent nothing for 0\.06 s\.$/);
    expect([body.isComplete(), body.stream.destroyed]).toEqual([false, true]);
    await until(() => server.open() === 0);
  });

  it('whose reply drips is given up after the time of a read', async () => {
    const { transport, server } = await serve(
      (request, response) => {
        request.resume();
        const drip = setInterval(() => response.write(' '), 5);
        response.on('close', () => {
          clearInterval(drip);
        });
      },
      { requestMs: 60 },
    );
    const body = slowBody('x'.repeat(1_000));
    body.stream.end();
    const failure = await failureOf(transport.exchange(upload(body), FOR_EVER));
    expect(failure).toMatchObject({ fault: 'timeout' });
    await until(() => server.open() === 0);
  });

  it('that breaks off gives the reason, and the server gets no whole request', async () => {
    const ended: string[] = [];
    const { transport, server } = await serve((request) => {
      request
        .resume()
        .on('end', () => ended.push('whole'))
        .on('error', () => ended.push('broken'));
    });
    const body = slowBody('x'.repeat(500));
    const reason = new Error('the file changed');
    const exchange = failureOf(transport.exchange(upload(body), FOR_EVER));
    await until(() => server.connections() === 1);
    body.stream.destroy(reason);
    expect(await exchange).toBe(reason);
    await until(() => ended.length > 0);
    expect(ended).toEqual(['broken']);
  });

  it('takes an answer that comes before its end', async () => {
    const { transport, server } = await serve((_request, response) => {
      response.writeHead(403, { Connection: 'close' });
      response.end('no');
    });
    const body = slowBody('x'.repeat(500));
    expect(await transport.exchange(upload(body), FOR_EVER)).toMatchObject({ status: 403, text: 'no' });
    expect([body.isComplete(), body.stream.destroyed]).toEqual([false, true]);
    await until(() => server.open() === 0);
  });
});

describe('a proxy', () => {
  afterEach(() => {
    delete process.env['http_proxy'];
    delete process.env['https_proxy'];
  });

  /** What is said of a request through a proxy that answers CONNECT with `status`; without one, nothing listens there. */
  async function through(origin: string, status?: number): Promise<Error> {
    server = await startServer(
      () => undefined,
      (socket) => {
        socket.end(`HTTP/1.1 ${status ?? 0} No\r\n\r\n`);
      },
    );
    process.env['http_proxy'] = process.env['https_proxy'] = server.url;
    if (status === undefined) await server.close();
    const limits = { requestMs: 30_000, uploadIdleMs: 30_000 };
    transport = new Transport(origin, 'test-agent', limits, systemClock, connectionFailure);
    return failureOf(transport.exchange(READ, FOR_EVER));
  }

  it.each([
    ['http://acme.example', undefined, 'proxy', /This runner cannot reach its proxy: /],
    ['https://acme.example', 502, 'proxy', /The proxy cannot reach acme\.example: .*statusCode=502/],
    [
      'https://acme.example',
      403,
      'proxy-refusal',
      /The proxy does not allow this runner to reach acme\.example: /,
    ],
  ])('of %s that answers %s is told from the tenant', async (origin, status, fault, message) => {
    expect(await through(origin, status)).toMatchObject({ fault, message: expect.stringMatching(message) });
  });
});

it('a host without a listener on any of its addresses cannot be reached, whatever little Node says', async () => {
  server = await startServer(() => undefined);
  const { port } = new URL(server.url);
  await server.close();
  const limits = { requestMs: 30_000, uploadIdleMs: 30_000 };
  transport = new Transport(`http://localhost:${port}`, 'test-agent', limits, systemClock, connectionFailure);
  expect(await failureOf(transport.exchange(READ, FOR_EVER))).toMatchObject({
    fault: 'refused',
    message: expect.stringMatching(/localhost:\d+ cannot be reached: .*ECONNREFUSED/),
  });
});

it('a redirect to nowhere names no address', async () => {
  const { transport } = await serve((_request, response) => {
    response.writeHead(302).end();
  });
  expect((await failureOf(transport.exchange(READ, FOR_EVER))).message).toMatch(
    /answered 302, a redirect to 127\.0\.0\.1:\d+\./,
  );
});
