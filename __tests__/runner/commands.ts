/** The workflow commands of a step's output, as the official runner (2.336.0) reads them. */

export interface WorkflowCommand {
  /** In lower case: the runner takes a name in any. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** A text of any other name is no command, and stays in the log as it is. */
const REGISTERED = [
  ...['add-mask', 'add-matcher', 'add-path', 'debug', 'echo', 'endgroup', 'error', 'group', 'notice'],
  ...['remove-matcher', 'save-state', 'set-env', 'set-output', 'stop-commands', 'warning'],
];

/** The command of a line: `::name key=value::message` at its beginning, or `##[name key=value]message` anywhere. */
export function commandOf(line: string): WorkflowCommand | undefined {
  const modern = /^\s*::([^ :]+)(?: ([^]*?))?::([^]*)$/.exec(line);
  if (modern !== null && isRegistered(modern[1])) return command(modern, ',', decode, decodeProperty);
  const old = /##\[([^ \]]+)(?: ([^\]]*))?\]([^]*)$/.exec(line);
  return old !== null && isRegistered(old[1]) ? command(old, ';', decodeOld, decodeOld) : undefined;
}

function isRegistered(name = ''): boolean {
  return REGISTERED.includes(name.toLowerCase());
}

function command(
  [, name = '', properties = '', message = '']: RegExpExecArray,
  separator: string,
  decodeMessage: (text: string) => string,
  decodeValue: (text: string) => string,
): WorkflowCommand {
  const pairs = properties.split(separator).filter((pair) => pair !== '');
  return {
    name: name.toLowerCase(),
    properties: Object.fromEntries(
      pairs.map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at).trim(), decodeValue(pair.slice(at + 1))];
      }),
    ),
    message: decodeMessage(message),
  };
}

function decode(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function decodeProperty(text: string): string {
  return decode(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

function decodeOld(text: string): string {
  return decode(text.replaceAll('%3B', ';').replaceAll('%5D', ']'));
}
