/** The log: every line redacted, escaped and shortened. */
import type { AnnotationBudget } from './annotation-budget.js';
import { forLog } from './escape.js';
import type { Secrets } from './secrets.js';
import type { AnnotationProperties, Toolkit } from './toolkit.js';

/** More than this of one line is not useful. */
const MAX_LINE = 4_000;
const MAX_LABEL = 60;

/** Messages of all parts of this action while they work. Every line is redacted, escaped and shortened. */
export interface Log {
  info(message: string): void;
  /** Shown only with ACTIONS_STEP_DEBUG. */
  debug(message: string): void;
  /** An annotation while there is room (AnnotationBudget), otherwise a line. */
  warning(message: string, place?: AnnotationProperties): void;
  /** Lines under a title that the runner shows folded. */
  group(title: string, lines: readonly string[]): void;
  /** Whether `debug` is shown. */
  readonly isDebug: boolean;
  /**
   * A log whose lines name their source, for steps with several. It does not fold, since sources are processed in
   * parallel.
   */
  forSource(label: string): Log;
}

/** A log on top of the runner's toolkit. */
export function createLog(toolkit: Toolkit, secrets: Pick<Secrets, 'redact'>, budget: AnnotationBudget): Log {
  return logWith('', toolkit, secrets, budget);
}

function logWith(
  prefix: string,
  toolkit: Toolkit,
  secrets: Pick<Secrets, 'redact'>,
  budget: AnnotationBudget,
): Log {
  const line = (message: string): string => forLog(secrets.redact(prefix + message), MAX_LINE);
  const log: Log = {
    info: (message) => {
      toolkit.info(line(message));
    },
    debug: (message) => {
      if (toolkit.isDebug()) toolkit.debug(line(message));
    },
    group: (title, lines) => {
      toolkit.startGroup(line(title));
      for (const one of lines) toolkit.info(line(one));
      toolkit.endGroup();
    },
    get isDebug() {
      return toolkit.isDebug();
    },
    warning: (message, place) => {
      budget.warning(prefix + message, place);
    },
    forSource: (label) => logWith(`[${forLog(secrets.redact(label), MAX_LABEL)}] `, toolkit, secrets, budget),
  };
  return log;
}
