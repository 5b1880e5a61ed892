/** The options of the command, and its output. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { EXAMPLE_SOURCES } from './example-sources.js';
import type { Overview } from './overview.js';
import { DEFAULT_CLIENT, type SandboxOptions } from './sandbox.js';
import { readSourceList } from './source-list/read-source-list.js';
import type { SourceSeed } from './source-seed.js';

/** What `--help` prints: the options, with their defaults in brackets. */
export const USAGE = `Usage: node dist/sandbox/index.js [options]

A simulated Identity Security Cloud tenant, to try the action without a real one.

  --port <number>        port to listen on (8080; 0: any free one)
  --host <address>       address to listen on (127.0.0.1: this machine only)
  --rate-limit on|off    100 requests in 10 seconds, as a real tenant (on)
  --task-ms <number>     how long an aggregation takes, in milliseconds (1500)
  --sources <file>       list of sources in YAML or JSON, instead of the example sources
  --until-gone <pid>     end once this process has ended, such as the runner's worker
  --help                 show this
`;

const DEFAULT_PORT = '8080';

/** The settings of a sandbox from the command line. */
export type CommandLine = SandboxOptions & {
  readonly sources: readonly DescribedSource[];
  /** The tenant ends with this process. */
  readonly untilGone?: number;
};

/** A source, with a description if it is one of the examples. */
type DescribedSource = SourceSeed & { readonly about?: string };

/** The settings from the arguments; throws a readable sentence about the first invalid one. */
export function parseCommandLine(args: readonly string[]): CommandLine | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: DEFAULT_PORT },
      host: { type: 'string', default: '127.0.0.1' },
      'rate-limit': { type: 'string', default: 'on' },
      'task-ms': { type: 'string', default: '1500' },
      sources: { type: 'string' },
      'until-gone': { type: 'string' },
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
    ...(values['until-gone'] === undefined
      ? {}
      : { untilGone: wholeNumber('--until-gone', values['until-gone'], 2 ** 31) }),
    sources: values.sources === undefined ? EXAMPLE_SOURCES : sourcesIn(values.sources),
  };
}

/** What people need to use the sandbox that listens at `url` with these sources, each with its id. */
export function welcome(url: string, sources: readonly DescribedSource[]): string {
  const width = Math.max(0, ...sources.map((source) => source.name.length));
  const lines = sources.map((source) =>
    `  ${source.id ?? ''}  ${source.name.padEnd(width)}  ${source.about ?? ''}`.trimEnd(),
  );
  return `A simulated Identity Security Cloud tenant is listening. Nothing in it is real.

  SAIL_BASE_URL=${url}
  SAIL_CLIENT_ID=${DEFAULT_CLIENT.id}
  SAIL_CLIENT_SECRET=${DEFAULT_CLIENT.secret}

Sources:
${lines.join('\n')}

See what was asked:  curl ${url}/_sandbox/requests
See what it holds:   curl ${url}/_sandbox/state
Start over:          curl -X POST ${url}/_sandbox/reset
Stop it with Ctrl+C.
`;
}

/** What the tenant writes to its log when it ends because nobody is left to ask it. */
export function lastWords({ requests, sources, aggregations }: Overview): string {
  const held = sources.map(({ id, name, accounts }) => `  ${id}  ${name}: ${accounts} accounts`);
  const ran = aggregations.map(({ sourceName, isOver, completionStatus }) => {
    return `  ${sourceName}: ${isOver ? (completionStatus ?? 'no status') : 'still running'}`;
  });
  return `
The process that this tenant was started for has ended without its last step, so the tenant ends, too.
It received ${requests} requests. Its sources:
${held.join('\n')}
Its aggregations:
${ran.length === 0 ? '  none' : ran.join('\n')}
`;
}

function sourcesIn(path: string): readonly SourceSeed[] {
  const list = readSourceList(readFileSync(path, 'utf8'));
  if ('sources' in list) return list.sources;
  const problems = list.problems.map(({ line, column, text }) => `${path}:${line}:${column}: ${text}`);
  throw new Error(problems.join('\n'));
}

function wholeNumber(name: string, written: string, most: number): number {
  const value = /^\d+$/.test(written) ? Number(written) : Number.NaN;
  if (!(value <= most))
    throw new Error(`${name} must be a whole number from 0 to ${most}, not "${written}".`);
  return value;
}
