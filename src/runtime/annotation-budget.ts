/** Distributes the few annotations that GitHub shows for a step. */
import { forAnnotation, forLog } from './escape.js';
import type { Secrets } from './secrets.js';
import type { AnnotationProperties, Toolkit } from './toolkit.js';

/** GitHub shows ten errors per step (docs.github.com, "Workflow commands"), of which one is the final failure. */
export const MAX_ERRORS = 9;
/**
 * As many warnings, of which one may be the runner's own, about an input that this action does not have (seen with
 * runner 2.336.0, which writes it before the action starts).
 */
export const MAX_WARNINGS = 9;
/** A little less than the 4,096 characters at which the runner truncates a message. */
export const MAX_MESSAGE = 4_000;
const MAX_TITLE = 200;
/** Characters of a message in the line of the log that says where it belongs. */
const MAX_PLACED = 300;
/** Warnings that are counted, each once: two for each of the most sources of a step. */
const MAX_REMEMBERED = 2_000;
/** Warnings shown while the step runs. The next one is of the end, and counts the rest early among those that are seen. */
const MAX_EARLY = 4;

/** An annotation before it is shown. */
export interface Annotation {
  readonly message: string;
  readonly place: AnnotationProperties;
}

/** How many annotations may still be shown. */
export interface AnnotationRoom {
  readonly errors: number;
  readonly warnings: number;
}

/**
 * Tracks this step's use of the runner's annotations. Warnings during the run are shown at once while there is room;
 * the other places are kept for the end, whose first counts the rest. What does not fit goes to the log as plain text.
 */
export class AnnotationBudget {
  readonly #toolkit: Toolkit;
  readonly #secrets: Pick<Secrets, 'redact'>;
  readonly #raised = new Set<string>();
  readonly #waiting: Annotation[] = [];
  #errors = 0;
  #warnings = 0;

  constructor(toolkit: Toolkit, secrets: Pick<Secrets, 'redact'>) {
    this.#toolkit = toolkit;
    this.#secrets = secrets;
  }

  /** Shows a warning at once if there is room, otherwise in the log. If the text is repeated, it is only logged. */
  warning(message: string, place: AnnotationProperties = {}): void {
    const isNew = !this.#raised.has(message) && this.#raised.size < MAX_REMEMBERED;
    if (isNew) this.#raised.add(message);
    if (isNew && this.#warnings < MAX_EARLY) {
      this.#show('warning', { message, place });
      return;
    }
    if (isNew) this.#waiting.push({ message, place });
    this.#toolkit.info(forLog(this.#secrets.redact(`Warning: ${message}`), MAX_MESSAGE));
  }

  /** Warnings so far, each once, for the summary. */
  get raised(): readonly string[] {
    return [...this.#raised].map((message) => this.#secrets.redact(message));
  }

  /** Warnings that did not fit: candidates for what is left at the end. */
  get waiting(): readonly Annotation[] {
    return this.#waiting;
  }

  /** How many annotations are left. */
  get room(): AnnotationRoom {
    return { errors: MAX_ERRORS - this.#errors, warnings: MAX_WARNINGS - this.#warnings };
  }

  /** Shows annotations chosen within `room`; those beyond it are not shown. */
  show(errors: readonly Annotation[], warnings: readonly Annotation[]): void {
    const { room } = this;
    for (const annotation of errors.slice(0, room.errors)) this.#show('error', annotation);
    for (const annotation of warnings.slice(0, room.warnings)) this.#show('warning', annotation);
  }

  /** The runner prints the message alone, so the line before it says where it belongs: to a file, or to a source. */
  #show(kind: 'error' | 'warning', { message, place }: Annotation): void {
    const where = placeInWords(place);
    if (where !== undefined) {
      const [first = ''] = this.#secrets.redact(message).split('\n', 1);
      this.#toolkit.info(forLog(`${this.#secrets.redact(where)}: ${first}`, MAX_PLACED));
    }
    const text = forAnnotation(this.#secrets.redact(message), MAX_MESSAGE);
    const title =
      place.title === undefined ? {} : { title: forLog(this.#secrets.redact(place.title), MAX_TITLE) };
    if (kind === 'error') this.#errors += 1;
    else this.#warnings += 1;
    this.#toolkit[kind](text, { ...place, ...title });
  }
}

/**
 * "hr.csv, line 7", or the title where there is no file: in no form that the problem matchers of other steps (gcc, tsc,
 * eslint) take for a message.
 */
function placeInWords({ file, startLine, title }: AnnotationProperties): string | undefined {
  if (file === undefined) return title;
  return startLine === undefined ? file : `${file}, line ${startLine}`;
}
