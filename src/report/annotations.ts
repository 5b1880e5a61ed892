/** Which findings and messages become annotations, since GitHub shows only a few. */
import { ERROR_RULES, type Finding, type Rule, RULES, WARNING_RULES } from '../model/finding.js';
import type { RunContext } from '../github/run-context.js';
import { nameOf, type Outcome } from '../model/outcome.js';
import { mainMessageOf, type TaskMessage } from '../model/task.js';
import type { Annotation, AnnotationBudget, AnnotationRoom } from '../runtime/annotation-budget.js';
import type { AnnotationProperties } from '../runtime/toolkit.js';
import { count, counted, enumerated } from '../model/words.js';
import { exportUrl } from './page/findings-list.js';

const MAX_TEXT = 3_000;
/** Warnings about files. The other two of nine are for what ISC's counts and the verification say. */
const MAX_FILE_WARNINGS = 7;

type Docs = Pick<RunContext, 'docsUrl'>;

/** Annotations of one rule, or of another kind. Groups take turns, and within a group the sources take turns. */
interface AnnotationGroup {
  readonly name: string;
  /** True for findings on files. */
  readonly isFinding: boolean;
  readonly bySource: readonly (readonly Annotation[])[];
  /** The total, including those not listed above. */
  readonly total: number;
}

/** Shows the remaining annotations of all sources, as far as the budget allows. Call it once, at the end. */
export function annotate(outcomes: readonly Outcome[], budget: AnnotationBudget, context: Docs): void {
  const { errors, warnings } = chooseAnnotations(outcomes, budget.room, budget.waiting, context);
  budget.show(errors, warnings);
}

/**
 * The most useful annotations that fit: one of each group before a second of any, ISC's own messages first, then the
 * rules in the order of docs/checks.md. The first of each kind counts the rest. `waiting` are earlier warnings that did
 * not fit.
 */
export function chooseAnnotations(
  outcomes: readonly Outcome[],
  room: AnnotationRoom,
  waiting: readonly Annotation[],
  context: Docs = { docsUrl: undefined },
): { readonly errors: readonly Annotation[]; readonly warnings: readonly Annotation[] } {
  const several = outcomes.length > 1;
  const annotationFor = (finding: Finding, outcome: Outcome): Annotation =>
    annotationOf(withOptions(finding, context), outcome, several);
  const raised: AnnotationGroup = {
    ...{ name: 'of this run', isFinding: false },
    ...{ bySource: [waiting], total: waiting.length },
  };
  const groups = (severity: Finding['severity'], limit: number): AnnotationGroup[] => [
    messageGroup(outcomes, severity === 'error' ? 'ERROR' : 'WARN'),
    ...[...ERROR_RULES, ...WARNING_RULES].map((rule) =>
      ruleGroup(outcomes, rule, severity, limit, annotationFor),
    ),
  ];
  return {
    errors: choose(groups('error', room.errors), room.errors, room.errors, 'error'),
    warnings: choose(
      [raised, ...groups('warning', room.warnings)],
      room.warnings,
      MAX_FILE_WARNINGS,
      'warning',
    ),
  };
}

/** At most `room` annotations, and among them at most `mostFindings` about files. */
function choose(
  groups: readonly AnnotationGroup[],
  room: number,
  mostFindings: number,
  noun: string,
): Annotation[] {
  const used = groups.filter((group) => group.total > 0);
  const queues = used.map(({ bySource, isFinding, name, total }) => ({
    ...{ name, isFinding, total },
    turns: takeTurns(bySource, room),
  }));
  const inTurn = takeTurns(
    queues.map((queue) => queue.turns.map((annotation) => ({ annotation, queue }))),
    room * queues.length,
  );
  const beyond = new Set(inTurn.filter(({ queue }) => queue.isFinding).slice(mostFindings));
  const chosen = inTurn.filter((one) => !beyond.has(one)).slice(0, room);
  const rest = queues
    .map(({ name, total }) => ({
      name,
      left: total - chosen.filter(({ queue }) => queue.name === name).length,
    }))
    .filter(({ left }) => left > 0);
  const annotations = chosen.map(({ annotation }) => annotation);
  const [first, ...others] = annotations;
  if (first === undefined || rest.length === 0) return annotations;
  const left = rest.reduce((sum, part) => sum + part.left, 0);
  const parts = enumerated(rest.map((part) => `${count(part.left)} × ${part.name}`));
  const more = `${counted(left, `more ${noun}`)} without an annotation: ${parts}. See the job summary.`;
  return [{ ...first, message: `${first.message.slice(0, MAX_TEXT)}\n${more}` }, ...others];
}

/** The first of each queue, then the second of each, and so on, up to `limit`. */
function takeTurns<T>(queues: readonly (readonly T[])[], limit: number): T[] {
  const taken: T[] = [];
  const longest = Math.max(0, ...queues.map((queue) => queue.length));
  for (let turn = 0; turn < longest && taken.length < limit; turn += 1) {
    taken.push(...queues.flatMap((queue) => queue.slice(turn, turn + 1)));
  }
  return taken.slice(0, limit);
}

function messageGroup(outcomes: readonly Outcome[], type: TaskMessage['type']): AnnotationGroup {
  const bySource = outcomes.map((outcome) =>
    outcome.messages
      .filter((message) => message.type === type && message !== saidInFailure(outcome))
      .map(({ text }) => ({ message: text, place: { title: `ISC on ${nameOf(outcome)}` } })),
  );
  return { name: "ISC's own messages", isFinding: false, bySource, total: bySource.flat().length };
}

/** The message that the final failure already contains. */
function saidInFailure({ failure, messages }: Outcome): TaskMessage | undefined {
  const said = mainMessageOf(messages);
  return said !== undefined && failure?.message.includes(said.text) === true ? said : undefined;
}

function ruleGroup(
  outcomes: readonly Outcome[],
  rule: Rule,
  severity: Finding['severity'],
  limit: number,
  annotationFor: (finding: Finding, outcome: Outcome) => Annotation,
): AnnotationGroup {
  const concerned = outcomes.filter((outcome) => severityOf(rule, outcome) === severity);
  return {
    name: rule,
    isFinding: true,
    bySource: concerned.map((outcome) =>
      firstOf(outcome, rule, limit).map((finding) => annotationFor(finding, outcome)),
    ),
    total: concerned.reduce((sum, { findings }) => sum + (findings.counts.get(rule) ?? 0), 0),
  };
}

/**
 * The severity of its findings (`csv-checks: warn` turns errors into warnings); `undefined` if the rule found nothing.
 */
function severityOf(rule: Rule, { findings }: Outcome): Finding['severity'] | undefined {
  if ((findings.counts.get(rule) ?? 0) === 0) return undefined;
  return findings.kept.find((finding) => finding.rule === rule)?.severity;
}

function firstOf({ findings }: Outcome, rule: Rule, limit: number): Finding[] {
  const first: Finding[] = [];
  for (const finding of findings.kept) {
    if (finding.rule === rule && first.push(finding) >= limit) break;
  }
  return first;
}

/** The finding with the address of what to set in the program that writes the file. */
function withOptions(finding: Finding, context: Docs): Finding {
  const options = exportUrl(context, finding.rule);
  return options === undefined ? finding : { ...finding, message: `${finding.message} See ${options}` };
}

function annotationOf(finding: Finding, outcome: Outcome, several: boolean): Annotation {
  const title = several ? `${nameOf(outcome)}: ${finding.rule}` : finding.rule;
  const { csv } = outcome.target;
  if (csv === undefined || RULES[finding.rule].about === 'source')
    return { message: finding.message, place: { title } };
  if (csv.inWorkspace)
    return { message: finding.message, place: { title, file: csv.shown, ...positionOf(finding) } };
  const where = finding.line === undefined ? csv.shown : `${csv.shown}, line ${finding.line}`;
  return { message: `${where}: ${finding.message}`, place: { title } };
}

function positionOf({ line, column }: Finding): AnnotationProperties {
  if (line === undefined) return {};
  return column === undefined ? { startLine: line } : { startLine: line, startColumn: column };
}
