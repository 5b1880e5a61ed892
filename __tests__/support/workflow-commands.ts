/** The workflow commands of a step, read from its output as the runner reads them (actions/runner, ActionCommand). */

export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** What the lines of an output mean to the runner. */
export interface ReadOutput {
  readonly commands: readonly WorkflowCommand[];
  readonly annotations: readonly Annotation[];
  /** The messages of `setFailed`: errors without file and title. */
  readonly failures: readonly string[];
  /** Values that were masked by `::add-mask::`. */
  readonly masks: readonly string[];
  /** All that people see in the log: everything but the masks. */
  readonly log: string;
}

/** Reads an output line by line. Blanks before `::` do not keep the runner from running a command. */
export function readOutput(stdout: string): ReadOutput {
  const lines = stdout.split(/\r\n|\n|\r/);
  const commands = lines.flatMap((line) => commandOf(line) ?? []);
  const annotations = commands.flatMap(({ name, message, properties }): Annotation[] =>
    name === 'error' || name === 'warning' || name === 'notice' ? [{ kind: name, message, properties }] : [],
  );
  return {
    commands,
    annotations,
    failures: annotations
      .filter(({ kind, properties }) => kind === 'error' && Object.keys(properties).length === 0)
      .map(({ message }) => message),
    masks: commands.filter(({ name }) => name === 'add-mask').map(({ message }) => message),
    log: lines.filter((line) => !line.startsWith('::add-mask::')).join('\n'),
  };
}

function commandOf(line: string): WorkflowCommand | undefined {
  const found = /^\s*::([^ :]*)(?: ([^]*?))?::([^]*)$/.exec(line);
  if (found === null) {
    // Every line that is no command of the new style may hold one of the old style.
    return line.includes('##[') ? { name: '##[', properties: {}, message: line } : undefined;
  }
  const [, name = '', properties = '', message = ''] = found;
  return { name, properties: readProperties(properties), message: decode(message) };
}

function readProperties(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      const value = pair
        .slice(at + 1)
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',');
      return [pair.slice(0, at), decode(value)];
    }),
  );
}

function decode(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
