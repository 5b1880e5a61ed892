/** What ISC has stored: lists the accounts after an aggregation and holds them against the file. */
import type { Account } from '../../isc/decode-account.js';
import { attempt, StepFailure, type Stop } from '../../model/failure.js';
import { accountKey, type Source } from '../../model/source.js';
import type { FileValues } from '../../csv/values/row-values.js';
import type { StepContext } from '../common/context.js';
import { beginValues, needsAttributes } from '../compare/compare-values.js';
import { MARK } from '../compare/column-counts.js';
import { planFrom } from '../compare/plan.js';
import { isUnreadable } from '../compare/tenant-value.js';
import { kindFor } from '../kind.js';
import type { ReadyFile } from '../prepare/ready-file.js';
import { counted, enumerated, isOrAre } from '../../model/words.js';

/** What looks need of the step. */
export type LookContext = Pick<StepContext, 'connection' | 'clock' | 'pace' | 'deadline'>;

/** What ISC has stored, held against the file. */
export type StoredAccounts =
  /** Accounts and values are as the file says, as far as the values are shown. */
  | { readonly kind: 'same'; readonly unseen: UnseenValues }
  /** After the last look something still differs. */
  | { readonly kind: 'differs'; readonly differences: Differences; readonly unseen: UnseenValues }
  /** That could not be found out. */
  | { readonly kind: 'unknown'; readonly stop: Stop };

/** Holds what ISC has stored against a file that was read for this comparison: see `lookAtStored`. */
export type LookAt = (file: ReadyFile) => Promise<StoredAccounts>;

/** Values that could not be held against the file. */
export interface UnseenValues {
  /** Why no values were compared at all, as a sentence. */
  readonly why: string | undefined;
  /** Columns that the source does not show, or that are not to be compared. */
  readonly columns: readonly string[];
  /** Accounts of which no values are shown. */
  readonly accounts: number;
}

/** Native identities of the accounts that are not as the file says. */
export interface Differences {
  /** In the file, and not on the source. */
  readonly missing: readonly string[];
  /** On the source, and not in the file; none where ISC deletes nothing. */
  readonly extra: readonly string[];
  /** With other values than in the file. */
  readonly changed: readonly string[];
  /** The columns of these values. */
  readonly columns: readonly string[];
}

/** Up to this many differing accounts, a later look asks only for them. */
const MOST_ASKED_FOR = 500;

interface Look {
  readonly differences: Differences;
  readonly unseen: UnseenValues;
}

/**
 * Lists all accounts and compares them, values too. ISC shows some changes late, so what differs is looked at again
 * after each of `pace.storedMs`, before it counts. Never throws; a look that the deadline forbids is `unknown`.
 *
 * @param file one that was read for this comparison: marks of an earlier one would count.
 */
export async function lookAtStored(
  context: LookContext,
  source: Source,
  file: ReadyFile,
): Promise<StoredAccounts> {
  const looked = await attempt(() => looks(context, source, file));
  if (looked.kind === 'stop') return { kind: 'unknown', stop: looked };
  const { differences, unseen } = looked.value;
  return isNone(differences) ? { kind: 'same', unseen } : { kind: 'differs', differences, unseen };
}

async function looks(context: LookContext, source: Source, file: ReadyFile): Promise<Look> {
  const { clock, deadline, pace } = context;
  let look = await lookAtAll(context, source, file);
  for (const wait of pace.storedMs) {
    if (isNone(look.differences)) break;
    if (clock.now() + wait >= deadline.at) throw noTime();
    await clock.sleep(wait, deadline.signal);
    const ids = identitiesOf(look.differences);
    const again = ids.length > MOST_ASKED_FOR ? undefined : await lookAt(context, source, file, ids);
    look =
      again === undefined
        ? await lookAtAll(context, source, file)
        : { differences: again, unseen: look.unseen };
  }
  return look;
}

function noTime(): StepFailure {
  return new StepFailure(
    'The accounts on the source are not yet as the file says, and the deadline of the step does not allow another look.',
    { next: '' },
  );
}

async function lookAtAll({ connection }: LookContext, source: Source, file: ReadyFile): Promise<Look> {
  const { identities, values } = file;
  if (identities === undefined) {
    throw new StepFailure('The file was only uploaded, so it cannot be compared.', { next: '' });
  }
  const { deletionDisabled, ignoresLetterCase } = source.file;
  const compared = beginValues(source, values);
  const [missing, extra]: [string[], string[]] = [[], []];
  const noted = newNotes();
  const options = {
    ...{ deletionDisabled, ignoresLetterCase, showIds: false },
    onAccount: (account: Account, number: number | undefined): void => {
      compared.take?.(account, number);
      noteChanges(source, file, account, noted);
    },
    onCreation: (id: string): void => void missing.push(id),
    onDeletion: (id: string): void => void extra.push(id),
  };
  const now = await kindFor(source).list(connection, source, { values: needsAttributes(values) });
  await planFrom(identities, now.pages(), options);
  const result = compared.result(false).values;
  const unread = [...noted.unread];
  return {
    differences: { missing, extra, changed: noted.changed, columns: [...noted.columns] },
    unseen:
      result.kind === 'compared'
        ? {
            why: undefined,
            columns: [...new Set([...result.changes.notCompared.map(({ column }) => column), ...unread])],
            accounts: result.changes.unseen,
          }
        : { why: result.why, columns: [], accounts: 0 },
  };
}

/** Looks again at these accounts alone; `undefined` if the tenant refuses to list them by identity. */
async function lookAt(
  { connection }: LookContext,
  source: Source,
  file: ReadyFile,
  ids: readonly string[],
): Promise<Differences | undefined> {
  const { identities, values } = file;
  const listed = await kindFor(source).listOf(connection, source, ids, needsAttributes(values));
  if (listed === undefined || identities === undefined) return undefined;
  const compared = beginValues(source, values);
  const noted = newNotes();
  const there = new Set<string>();
  for (const account of listed) {
    there.add(accountKey(account.identity, source.file));
    compared.take?.(account, identities.numberOf(account.identity));
    noteChanges(source, file, account, noted);
  }
  const isThere = (id: string): boolean => there.has(accountKey(id, source.file));
  return {
    missing: ids.filter((id) => identities.has(id) && !isThere(id)),
    extra: source.file.deletionDisabled ? [] : ids.filter((id) => !identities.has(id) && isThere(id)),
    changed: noted.changed,
    columns: [...noted.columns],
  };
}

/** What accounts that were compared have shown. */
interface Notes {
  /** Native identities of those with other values than in the file. */
  readonly changed: string[];
  /** The columns of these values. */
  readonly columns: Set<string>;
  /** Columns in which ISC shows something other than text, for any account: that is neither the same nor different. */
  readonly unread: Set<string>;
}

function newNotes(): Notes {
  return { changed: [], columns: new Set(), unread: new Set() };
}

/** An account that has just been compared has a mark for each column that differs. */
function noteChanges(
  source: Source,
  { values }: ReadyFile,
  { attributes, identity }: Account,
  { changed, columns, unread }: Notes,
): void {
  if (values.kind === 'none' || attributes === undefined) return;
  const marked = markedColumns(values.file, accountKey(identity, source.file));
  const names = marked.filter((name) => !isUnreadable(attributes[name]));
  for (const name of marked) if (!names.includes(name)) unread.add(name);
  if (names.length === 0) return;
  changed.push(identity);
  for (const name of names) columns.add(name);
}

function markedColumns(file: FileValues, key: string): readonly string[] {
  const account = file.accountOf(key);
  if (account === undefined) return [];
  return file.columns
    .filter((_, column) => file.markOf(account, column) !== MARK.same)
    .map(({ name }) => name);
}

function isNone({ changed, extra, missing }: Differences): boolean {
  return changed.length === 0 && extra.length === 0 && missing.length === 0;
}

function identitiesOf({ changed, extra, missing }: Differences): readonly string[] {
  return [...new Set([...missing, ...extra, ...changed])];
}

/** Maximum number of columns that a message names. */
const MAX_NAMED = 5;

/** What differs, as half a sentence with numbers and columns, never with identities or values. */
export function differencesInWords({ changed, columns, extra, missing }: Differences): string {
  const accounts = [
    ...(missing.length === 0
      ? []
      : [`${counted(missing.length, 'account')} of the file ${isOrAre(missing.length)} not on the source`]),
    ...(extra.length === 0
      ? []
      : [`${counted(extra.length, 'account')} on the source ${isOrAre(extra.length)} not in the file`]),
    ...(changed.length === 0
      ? []
      : [
          `${counted(changed.length, 'account')} on the source ${changed.length === 1 ? 'has' : 'have'} other values than the file, in ${namesOf(columns)}`,
        ]),
  ];
  return enumerated(accounts);
}

/** What could not be held against the file, as half a sentence; `undefined` if that is nothing. */
export function unseenInWords({ accounts, columns, why }: UnseenValues): string | undefined {
  if (why !== undefined && why !== '') return why.replace(/\.$/, '');
  if (accounts > 0) return `ISC shows no values of ${counted(accounts, 'account')}`;
  return columns.length === 0 ? undefined : `the values of ${namesOf(columns)} were not compared`;
}

function namesOf(columns: readonly string[]): string {
  return enumerated(
    columns.map((column) => `"${column}"`),
    MAX_NAMED,
  );
}
