import type { Outcome, StepResult } from '../model/outcome.js';
import type { Target } from '../model/settings.js';
import type { Source } from '../model/source.js';

/** Shorter values are words that occur by chance: hiding them would hide the report (design.md: never mask short values). */
const SHORTEST = 6;
const HIDDEN = '***';

/**
 * The secret values of this run, and a safety net under everything that is shown. The runner's own masks come first
 * (`setSecret`, by the caller); this net also covers what the runner does not mask: comment and summary text.
 */
export class Secrets {
  /** Longest first, so that a secret inside another leaves nothing of it behind. */
  #values: readonly string[] = [];

  /** Remembers a secret as it is, and as it looks in a URL and in JSON. Empty and very short values are not kept. */
  add(secret: string): void {
    if (secret.length < SHORTEST) return;
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
    this.#values = [...new Set([...this.#values, ...forms])].sort((a, b) => b.length - a.length);
  }

  /** The text with every secret replaced by `***`. To be used before a text is shortened or escaped. */
  redact(text: string): string {
    return this.#values.reduce((safe, value) => safe.replaceAll(value, HIDDEN), text);
  }
}

/** Everything that is reported, redacted: see `withoutSecrets`. */
export function stepWithoutSecrets(result: StepResult, secrets: Pick<Secrets, 'redact'>): StepResult {
  const redact = (text: string): string => secrets.redact(text);
  const { failure } = result;
  return {
    outcomes: result.outcomes.map((outcome) => withoutSecrets(outcome, secrets)),
    failure: failure && { ...failure, message: redact(failure.message), next: redact(failure.next) },
    warnings: result.warnings.map(redact),
  };
}

/** The outcome with every text of it redacted, before any report is made of it. */
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
    // A hidden plan holds no text from outside, and must stay as it was authenticated.
    review: review?.kind === 'refused' ? { ...review, otherIds: review.otherIds.map(redact) } : review,
    plan: plan && {
      ...plan,
      createdIds: plan.createdIds.map(redact),
      deletedIds: plan.deletedIds.map(redact),
      notes: plan.notes.map(redact),
    },
  };
}

/** What the engineer wrote may hold a secret by mistake: an input that took another one's value. */
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
