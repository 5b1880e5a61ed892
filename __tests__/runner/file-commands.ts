import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Strings } from '../support/workflow.js';

/** The files in which a step leaves outputs, variables, state and its part of the summary. */
export interface CommandFiles {
  readonly output: string;
  readonly env: string;
  readonly state: string;
  readonly summary: string;
  /** As the runner names them. */
  readonly variables: Strings;
}

/** New, empty files in `folder` for one step. */
export function commandFiles(folder: string): CommandFiles {
  const file = (name: string): string => {
    const path = join(folder, name);
    writeFileSync(path, '');
    return path;
  };
  const [output, env, state, summary] = [file('output'), file('env'), file('state'), file('summary')];
  const variables = {
    GITHUB_OUTPUT: output,
    GITHUB_ENV: env,
    GITHUB_STATE: state,
    GITHUB_STEP_SUMMARY: summary,
  };
  return { output, env, state, summary, variables };
}

/** Names and values of such a file: `name=value`, or `name<<delimiter`, lines, delimiter. Throws for other lines. */
export function readCommandFile(path: string): Strings {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/);
  const values: Record<string, string> = {};
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const [, name = '', sign, rest = ''] = /^([^=<]+)(=|<<)(.*)$/.exec(line) ?? [];
    if (sign === undefined) throw new Error(`The runner cannot read the line "${line}".`);
    const end = lines.indexOf(rest, at + 1);
    if (sign === '<<' && end < 0) throw new Error(`The value of ${name} has no end.`);
    values[name] = sign === '=' ? rest : lines.slice(at + 1, end).join('\n');
    if (sign === '<<') at = end;
  }
  return values;
}
