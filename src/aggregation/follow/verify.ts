/** What `verify` says after a good end: the accounts that ISC lists then, held against the file. */
import { wordsFor } from '../../model/failures/table.js';
import type { Verification } from '../../model/outcome.js';
import type { Job } from '../common/context.js';
import { NO_FACTS, type End } from '../outcome.js';
import { NOT_LISTED } from '../prepare/accounts.js';
import { checkKnowing } from '../prepare/check.js';
import type { Verdict } from '../prepare/ready-file.js';
import {
  differencesInWords,
  lookAtStored,
  type LookAt,
  type StoredAccounts,
  unseenInWords,
} from './stored-accounts.js';

/** The looks after one aggregation: the file is read again, and the accounts are listed, once for all who ask. */
export interface LooksAfter {
  /** The file, read again: facts about it were released when its task began. */
  readonly file: () => Promise<Verdict>;
  /** What ISC has stored, held against that file. */
  readonly stored: LookAt;
}

/** Prepares looks; asks for nothing yet. */
export function looksAfter(job: Job): LooksAfter {
  const { context, source } = job;
  let file: Promise<Verdict> | undefined;
  let stored: Promise<StoredAccounts> | undefined;
  return {
    file: () => (file ??= checkKnowing(job, NOT_LISTED, NO_FACTS).then(({ verdict }) => verdict)),
    stored: (ready) => (stored ??= lookAtStored(context, source, ready)),
  };
}

/**
 * Whether ISC has stored what the file says. Under a rule that rewrites rows nothing can be foreseen: then the values of
 * the file are compared all the same, to show what the rule has made of them. Never throws.
 */
export async function verify(job: Job, after: LooksAfter): Promise<Verification> {
  const { buildMapRule } = job.source;
  const looks =
    buildMapRule === undefined
      ? after
      : looksAfter({ ...job, source: { ...job.source, buildMapRule: undefined } });
  const verdict = await looks.file();
  if (verdict.kind === 'stop') return { kind: 'unknown', why: verdict.failure.message };
  if (verdict.file === undefined) return { kind: 'unknown', why: 'No file was sent.' };
  const stored = await looks.stored(verdict.file);
  if (stored.kind === 'unknown') return { kind: 'unknown', why: stored.stop.failure.message };
  const { changed, columns, extra, missing } = stored.kind === 'differs' ? stored.differences : NONE;
  return {
    kind: 'listed',
    ...{ missing: missing.length, extra: extra.length, changed: changed.length, columns },
    differs: stored.kind === 'differs' ? differencesInWords(stored.differences) : undefined,
    unseen: unseenInWords(stored.unseen),
    isForeseen: buildMapRule === undefined,
  };
}

const NONE = { missing: [], extra: [], changed: [], columns: [] };

/** Says in the log what was found, as a warning where ISC has stored something else; with `fail-on-warning` FAILED. */
export function withVerification(
  { context, log, source }: Pick<Job, 'context' | 'log' | 'source'>,
  end: End,
  verification: Verification,
): End {
  if (verification.kind === 'unknown') {
    log.warning(`What ISC has stored could not be verified: ${verification.why} The verdict is ISC's own.`);
    return end.failure === undefined ? { doubt: 'not-verified', ...end } : end;
  }
  const { differs, isForeseen, unseen } = verification;
  const beside = unseen === undefined ? '' : ` Not held against the file: ${unseen}.`;
  if (differs === undefined) {
    log.info(`Verified: ISC lists the accounts of "${source.name}" as the file says.${beside}`);
    return end;
  }
  if (!isForeseen) {
    log.info(
      `Verified: the BuildMap rule of the source may explain what differs from the file: ${differs}.${beside}`,
    );
    return end;
  }
  // An end that has failed already says why.
  if (end.failure !== undefined) return end;
  const words = wordsFor('not-stored', { status: end.status, differences: differs });
  log.warning(`${words.message}${beside} Check these accounts in ISC.`);
  if (!context.settings.failOnWarning) return { ...end, doubt: 'not-stored' };
  return { kind: 'end', status: 'FAILED', failure: { ...words, cause: undefined } };
}
