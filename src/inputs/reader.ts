/** The strings of the step's inputs, and the problems found in them. */

const MAX_TIMEOUT_MINUTES = 7200;

/** Reads the strings of the step's inputs: `INPUT_` + name in capitals (the runner's convention), trimmed. */
export class InputReader {
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #problems: Problems;

  constructor(env: Readonly<Record<string, string | undefined>>, problems: Problems) {
    this.#env = env;
    this.#problems = problems;
  }

  /** The input as text; if it is empty, the environment variable `fallback`, or else ''. */
  text(name: string, fallback?: string): string {
    const given = this.untrimmed(name).trim();
    if (given !== '' || fallback === undefined) return given;
    return this.#env[fallback]?.trim() ?? '';
  }

  /** The input as given: in YAML, spaces at the start of the first line matter. */
  untrimmed(name: string): string {
    return this.given(name) ?? '';
  }

  /** The input as given; `undefined` if the runner has not passed it at all. */
  given(name: string): string | undefined {
    return this.#env[variableOf(name)];
  }

  /** true or false, in the spellings of YAML 1.2. */
  boolean(name: string, byDefault: boolean): boolean {
    return parseBoolean(name, this.text(name), byDefault, this.#problems);
  }

  /** One of `allowed`; the first one if the input is empty. */
  choice<const T extends string>(name: string, allowed: readonly [T, ...T[]]): T {
    const value = this.text(name);
    if (value === '') return allowed[0];
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.#problems.add(name, `"${value}" is not one of ${allowed.join(', ')}.`);
    return found ?? allowed[0];
  }

  /** A number of minutes, decimals allowed, as milliseconds. */
  minutes(name: string, byDefault: number): number {
    const value = this.text(name);
    if (value === '') return byDefault * 60_000;
    const minutes = /^\d+(\.\d+)?$|^\.\d+$/.test(value) ? Number(value) : Number.NaN;
    if (minutes > 0 && minutes <= MAX_TIMEOUT_MINUTES) return Math.max(1, Math.round(minutes * 60_000));
    this.#problems.add(
      name,
      `"${value}" is not a number of minutes over 0 and at most ${MAX_TIMEOUT_MINUTES} (decimals such as 0.5 are fine).`,
    );
    return byDefault * 60_000;
  }
}

function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** Parses true or false; '' gives `byDefault`, anything else is a problem of the input `name`. */
export function parseBoolean(name: string, value: string, byDefault: boolean, problems: Problems): boolean {
  if (value === '') return byDefault;
  if (['true', 'True', 'TRUE'].includes(value)) return true;
  if (['false', 'False', 'FALSE'].includes(value)) return false;
  problems.add(name, `"${value}" is neither true nor false.`);
  return byDefault;
}

/** A list of names, one per line or separated by commas, each once and without spaces around it. */
export function parseNames(value: string): readonly string[] {
  return trimmedOnce(value.split(/[\r\n,]+/));
}

/** A list of texts that may contain commas, one per line, each once and without spaces around it. */
export function parseLines(value: string): readonly string[] {
  return trimmedOnce(value.split(/[\r\n]+/));
}

function trimmedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.map((text) => text.trim()))].filter((text) => text !== '');
}

/** The problems of the inputs, collected so that one run shows all of them. */
export class Problems {
  readonly #found: string[] = [];
  readonly #warnings: string[] = [];

  /** Adds a problem of `input`; `what` gives the invalid value and what is allowed. */
  add(input: string, what: string): void {
    this.#found.push(`${input}: ${what}`);
  }

  /** Adds what is odd about `input` but stops nothing, as a sentence. */
  warn(input: string, what: string): void {
    this.#warnings.push(`${input}: ${what}`);
  }

  /** In the order in which they were found. */
  get all(): readonly string[] {
    return this.#found;
  }

  /** In the order in which they were found. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }
}
