/** The inputs of sandbox/action.yml: the runner's strings → settings, or a message about what is wrong. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { LONGEST_LIST, readSourceList, type SourceList } from '../tenant/source-list/read-source-list.js';
import type { ListProblem } from '../tenant/source-list/parts.js';
import { counted } from './text.js';

/** The settings from the step's inputs. */
export interface StartSettings {
  /** 0: any free port. */
  readonly port: number;
  /** The list of sources as written; `undefined`: the example sources. */
  readonly sources: string | undefined;
}

/** Invalid inputs. The message names the input, the problem and what to do. */
export class InputFailure extends Error {
  /** The file in the workspace that the problems are about; `undefined`: the workflow itself. */
  readonly file: string | undefined;
  readonly problems: readonly ListProblem[];

  constructor(message: string, problems: readonly ListProblem[] = [], file?: string) {
    super(message);
    this.name = 'InputFailure';
    this.file = file;
    this.problems = problems;
  }
}

/** Maximum number of problems in one message: the runner truncates it at 4,096 characters. */
const MOST_SHOWN = 10;

/**
 * Reads the inputs `port` and `sources` from the runner; paths are relative to `workspace`. Throws an `InputFailure`.
 */
export function readStartInputs(
  inputs: { readonly port: string; readonly sources: string },
  workspace: string,
): StartSettings {
  return { port: portOf(inputs.port.trim()), sources: sourcesOf(inputs.sources, workspace) };
}

function portOf(written: string): number {
  if (written === '') return 0;
  const port = /^\d+$/.test(written) ? Number(written) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InputFailure(
    `port: "${written}" is not a whole number from 0 to 65535. Leave the input out for a free port.`,
  );
}

function sourcesOf(written: string, workspace: string): string | undefined {
  const trimmed = written.trim();
  if (trimmed === '') return undefined;
  if (!isPath(trimmed)) return checked(written, readSourceList(written));
  const text = contentOf(trimmed, resolve(workspace, trimmed));
  return checked(text, readSourceList(text), trimmed);
}

/** A list has several lines, or begins like JSON or YAML; a single key with its value was meant as one. */
function isPath(written: string): boolean {
  return !/[\n\r]|^[[{]|^-\s|:\s|:$/.test(written);
}

function contentOf(shown: string, path: string): string {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > LONGEST_LIST) {
      throw new InputFailure(
        `sources: the file ${shown} has ${size} bytes; at most ${LONGEST_LIST} are read. Add larger sources to the running tenant: sandbox/README.md, "Your own source".`,
      );
    }
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof InputFailure) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputFailure(
      code === 'ENOENT'
        ? `sources: there is no file ${shown}. The input is a list of sources, or the path of a file in the workspace: check the path, and that the repository is checked out before this step.`
        : `sources: the file ${shown} cannot be read: ${code ?? message}.`,
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputFailure(`sources: the file ${shown} is not UTF-8. Save it as UTF-8.`);
  }
}

function checked(text: string, list: SourceList, file?: string): string {
  if ('sources' in list) return text;
  const { problems } = list;
  const lines = problems
    .slice(0, MOST_SHOWN)
    .map(({ line, column, text: problem }) => `- line ${line}, column ${column}: ${problem}`);
  if (problems.length > MOST_SHOWN) lines.push(`- and ${problems.length - MOST_SHOWN} more`);
  const where = file === undefined ? 'sources' : `sources: the file ${file}`;
  throw new InputFailure(
    `${where} has ${counted(problems.length, 'problem')}:\n${lines.join('\n')}`,
    problems,
    file,
  );
}
