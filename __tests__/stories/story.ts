/** A run from its first line to its last request, as text that a reviewer can read. */
import type { RequestRecord } from '../../sandbox/tenant/request-record.js';
import { play, type Played, type Scenario } from '../support/play.js';
import type { StepRun } from '../support/run-action.js';
import { steady } from '../support/steady.js';

/** The parts of a story that depend on the speed of the machine. */
interface Unsteady {
  /** Lines that may be there or not. */
  readonly leftOut?: RegExp;
  /** Where several sources are at work at once, their lines are sorted. */
  readonly sorted?: boolean;
}

/** Plays a scenario and returns everything that people, later steps and the tenant see of it. */
export async function story(scenario: Scenario, { leftOut, sorted = false }: Unsteady = {}): Promise<string> {
  const run: Played = await play(scenario);
  const lines = (text: string): string[] => text.split('\n').filter((line) => !leftOut?.test(line));
  const requests = run.requests.filter(({ url }) => !leftOut?.test(url));
  if (!sorted) return storyOf({ ...run, log: lines(run.log).join('\n') }, requests);
  const bySource = lines(run.log).toSorted((a, b) => prefixOf(a).localeCompare(prefixOf(b)));
  return storyOf(
    { ...run, log: bySource.join('\n') },
    requests.toSorted((a, b) => a.url.localeCompare(b.url)),
  );
}

/** The lines of one source begin with its id; lines about all sources come last. */
function prefixOf(line: string): string {
  return /^\[\w+\]/.exec(line)?.[0] ?? '~';
}

/** The same of a run that has ended, and of what a server was asked meanwhile. */
export function storyOf(
  run: StepRun,
  requests: readonly Pick<RequestRecord, 'method' | 'url' | 'status'>[],
  more: Readonly<Record<string, string>> = {},
): string {
  const outputs = Object.entries(run.outputs).filter(([, value]) => value !== '');
  const sections = {
    Log: run.log,
    'Annotations on files': run.annotations.flatMap(placeOf).join('\n'),
    'Job summary': run.summary,
    ...more,
    Outputs: outputs.map(([name, value]) => `${name}: ${value}`).join('\n'),
    'Exit code': String(run.exitCode),
    'Requests that the tenant received': requests.map(lineOf).join('\n'),
  };
  const text = Object.entries(sections).map(([name, part]) => `===== ${name}\n${part.trim()}`);
  return `\n${steady(text.join('\n\n'), '…')}\n`;
}

/** The log says nothing of where an annotation stands. */
function placeOf({ kind, properties }: StepRun['annotations'][number]): string[] {
  const { file, line, title = '' } = properties;
  return file === undefined ? [] : [`${kind} ${file}${line === undefined ? '' : `:${line}`} ${title}`.trim()];
}

function lineOf({ method, status, url }: Pick<RequestRecord, 'method' | 'url' | 'status'>): string {
  return `${method} ${decodeURIComponent(url)} -> ${status ?? 'no reply'}`;
}
