import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Strings } from '../support/workflow.js';

/** The files in which a step leaves outputs, variables, paths, state and its part of the summary. */
export interface CommandFiles {
  readonly output: string;
  readonly env: string;
  readonly path: string;
  readonly state: string;
  readonly summary: string;
  /** As the runner names them. */
  readonly variables: Strings;
}

/** What was read of such files, and what of it the runner does not take: each is an error, and the step fails. */
export interface LeftBehind {
  readonly outputs: Strings;
  readonly exported: Strings;
  readonly paths: readonly string[];
  readonly state: Strings;
  readonly errors: readonly string[];
}

/** New, empty files in `folder` for one step. */
export function commandFiles(folder: string): CommandFiles {
  const file = (name: string): string => {
    const path = join(folder, name);
    writeFileSync(path, '');
    return path;
  };
  const [output, env, path] = [file('output'), file('env'), file('path')];
  const [state, summary] = [file('state'), file('summary')];
  const variables = {
    GITHUB_OUTPUT: output,
    GITHUB_ENV: env,
    GITHUB_PATH: path,
    GITHUB_STATE: state,
    GITHUB_STEP_SUMMARY: summary,
  };
  return { output, env, path, state, summary, variables };
}

/** Reads the files of a step that has ended. One that the step has removed is empty. */
export function readCommandFiles(files: CommandFiles): LeftBehind {
  const errors: string[] = [];
  const read = (kind: 'output' | 'env' | 'state'): Strings => {
    try {
      return readCommandFile(textOf(files[kind]));
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      errors.push(`Unable to process file command '${kind}' successfully.`, cause);
      return {};
    }
  };
  const [outputs, env, state] = [read('output'), read('env'), read('state')];
  const { NODE_OPTIONS, ...exported } = env;
  if (NODE_OPTIONS !== undefined)
    errors.push("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.");
  const paths = textOf(files.path).split(/\r?\n/).filter(Boolean);
  return { outputs, exported, paths, state, errors };
}

/**
 * Names and values of such a file: `name=value`, or `name<<delimiter`, lines, delimiter. Throws for other lines. A carriage
 * return inside a value of several lines is kept.
 */
export function readCommandFile(text: string): Strings {
  const lines = text.split('\n');
  const values: Record<string, string> = {};
  for (let at = 0; at < lines.length; at += 1) {
    const line = withoutReturn(lines[at]);
    if (line === '') continue;
    const [, name = '', sign, rest = ''] = /^([^=<]+)(=|<<)(.*)$/.exec(line) ?? [];
    if (sign === undefined) throw new Error(`Invalid format '${line}'`);
    if (sign === '=') {
      values[name] = rest;
      continue;
    }
    const end = lines.findIndex((one, index) => index > at && withoutReturn(one) === rest);
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${rest}'`);
    values[name] = withoutReturn(lines.slice(at + 1, end).join('\n'));
    at = end;
  }
  return values;
}

function withoutReturn(line = ''): string {
  return line.replace(/\r$/, '');
}

/** A step may remove its own files. */
export function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
