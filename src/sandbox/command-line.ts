/** The options of the command, and what it prints. */
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { EXAMPLE_SOURCES } from './example-sources.js';
import { DEFAULT_CLIENT, type SandboxOptions } from './sandbox.js';

export const USAGE = `Usage: node dist/sandbox/index.js [options]

A simulated Identity Security Cloud tenant, to try the action without a real one.

  --port <number>        port to listen on (8080; 0: any free one)
  --host <address>       address to listen on (127.0.0.1: this machine only)
  --rate-limit on|off    100 requests in 10 seconds, as a real tenant (on)
  --task-ms <number>     how long an aggregation takes, in milliseconds (1500)
  --help                 show this
`;

const DEFAULT_PORT = '8080';

/** What the arguments ask for; throws with a sentence for people about the first one that is wrong. */
export function parseCommandLine(args: readonly string[]): SandboxOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: DEFAULT_PORT },
      host: { type: 'string', default: '127.0.0.1' },
      'rate-limit': { type: 'string', default: 'on' },
      'task-ms': { type: 'string', default: '1500' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const rateLimit = values['rate-limit'];
  if (rateLimit !== 'on' && rateLimit !== 'off') throw new Error('--rate-limit must be "on" or "off".');
  if (isIP(values.host) === 0 && values.host !== 'localhost') {
    throw new Error('--host must be an IP address or "localhost".');
  }
  return {
    port: wholeNumber('--port', values.port, 65_535),
    host: values.host,
    settings: { rateLimit, taskMs: wholeNumber('--task-ms', values['task-ms'], 86_400_000) },
    sources: EXAMPLE_SOURCES,
  };
}

/** What a person needs to use the sandbox that listens at `url`. */
export function welcome(url: string): string {
  const width = Math.max(...EXAMPLE_SOURCES.map((source) => source.name.length));
  const sources = EXAMPLE_SOURCES.map(
    (source) => `  ${source.id ?? ''}  ${source.name.padEnd(width)}  ${source.about}`,
  );
  return `A simulated Identity Security Cloud tenant is listening. Nothing in it is real.

  SAIL_BASE_URL=${url}
  SAIL_CLIENT_ID=${DEFAULT_CLIENT.id}
  SAIL_CLIENT_SECRET=${DEFAULT_CLIENT.secret}

Sources:
${sources.join('\n')}

See what was asked:  curl ${url}/_sandbox/requests
See what it holds:   curl ${url}/_sandbox/state
Start over:          curl -X POST ${url}/_sandbox/reset
Stop it with Ctrl+C.
`;
}

function wholeNumber(name: string, written: string, most: number): number {
  const value = /^\d+$/.test(written) ? Number(written) : Number.NaN;
  if (!(value <= most))
    throw new Error(`${name} must be a whole number from 0 to ${most}, not "${written}".`);
  return value;
}
