import type { Outcome, PlannedValues, StepResult } from '../model/outcome.js';
import type { ShownValue } from '../model/value-changes.js';
import type { Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import type { Secrets } from '../runtime/secrets.js';

/** Everything that is reported, redacted: see `withoutSecrets`. */
export function stepWithoutSecrets(result: StepResult, secrets: Pick<Secrets, 'redact'>): StepResult {
  const redact = (text: string): string => secrets.redact(text);
  const { failure } = result;
  return {
    outcomes: result.outcomes.map((outcome) => withoutSecrets(outcome, secrets)),
    failure: failure && { ...failure, message: redact(failure.message), next: redact(failure.next) },
  };
}

/** The outcome with all its texts redacted, before any report is made from it. */
export function withoutSecrets(outcome: Outcome, secrets: Pick<Secrets, 'redact'>): Outcome {
  const redact = (text: string): string => secrets.redact(text);
  const { target, source, failure, findings, plan, review } = outcome;
  return {
    ...outcome,
    target: redactTarget(target, redact),
    source: source && redactSource(source, redact),
    failure: failure && { ...failure, message: redact(failure.message), next: redact(failure.next) },
    messages: outcome.messages.map((message) => ({ ...message, text: redact(message.text) })),
    findings: {
      ...findings,
      kept: findings.kept.map((finding) => ({ ...finding, message: redact(finding.message) })),
    },
    // A hidden plan contains no external text, and must stay as it was authenticated.
    review: review?.kind === 'refused' ? { ...review, otherIds: review.otherIds.map(redact) } : review,
    plan: plan && {
      ...plan,
      createdIds: plan.createdIds.map(redact),
      deletedIds: plan.deletedIds.map(redact),
      notes: plan.notes.map(redact),
      values: redactValues(plan.values, redact),
    },
  };
}

/** An input may contain a secret by mistake, such as another input's value. */
function redactTarget(target: Target, redact: (text: string) => string): Target {
  const { csv, sourceId, sourceName } = target;
  return {
    ...target,
    sourceId: sourceId && redact(sourceId),
    sourceName: sourceName && redact(sourceName),
    csv: csv && { ...csv, shown: redact(csv.shown) },
  };
}

function redactSource(source: Source, redact: (text: string) => string): Source {
  return { ...source, name: redact(source.name), kind: redact(source.kind) };
}

/** Names of columns, shown values and ids are external. */
function redactValues(values: PlannedValues, redact: (text: string) => string): PlannedValues {
  if (values.kind === 'not-compared') return { ...values, why: redact(values.why) };
  const shown = (value: ShownValue): ShownValue =>
    typeof value === 'string' ? value : { text: redact(value.text) };
  const { changes } = values;
  return {
    kind: 'compared',
    changes: {
      ...changes,
      columns: changes.columns.map((one) => ({ ...one, column: redact(one.column) })),
      notCompared: changes.notCompared.map((one) => ({ ...one, column: redact(one.column) })),
      profileUse: changes.profileUse && {
        profiles: changes.profileUse.profiles.map(redact),
        attributes: changes.profileUse.attributes.map(redact),
      },
      ways: changes.ways.map(({ column, ways }) => ({
        column: redact(column),
        ways: ways?.map((way) => ({ ...way, from: shown(way.from), to: shown(way.to) })),
      })),
      ids: changes.ids.map(({ columns, identity }) => ({
        identity: redact(identity),
        columns: columns.map(redact),
      })),
    },
  };
}
