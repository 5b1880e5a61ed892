/** `GET accounts`. */
import { createHash } from 'node:crypto';
import { shownValues } from '../account-values.js';
import { meets, parseFilters, type Condition, type FilterRules } from '../filters.js';
import type { AccountHabits } from '../habits.js';
import { hexDigest } from '../ids.js';
import type { SandboxAccount, SandboxSource } from '../model.js';
import { page, sortedBy } from '../lists.js';
import type { ShownPerson } from '../people.js';
import { badRequest, Refused } from '../replies.js';
import type { ServedVersion } from '../routes.js';
import type { SandboxSettings } from '../settings.js';
import type { Tenant } from '../tenant.js';
import type { Perform } from './operation.js';

const TIMES = ['eq', 'ge', 'gt', 'le', 'lt'] as const;
const FILTERS: FilterRules = {
  id: ['eq', 'in', 'sw'],
  name: ['eq', 'in', 'sw'],
  nativeIdentity: ['eq', 'in', 'sw'],
  created: TIMES,
  modified: TIMES,
};
const SORTERS = ['id', 'name', 'created', 'modified', 'sourceId', 'nativeIdentity'];

/** `GET accounts`, with the habits from the settings. */
export const listAccounts: Perform = ({ world, query, version }) => {
  const { settings, tenant } = world;
  const conditions = parseFilters(query.get('filters'), filtersOf(settings.accounts, version));
  if (usesOtherField(conditions, settings.accounts, version, tenant)) {
    if (settings.accounts.otherField === 'empty') return page([], query, () => null, settings.accounts);
    throw new Refused(badRequest('The filter names the source by a field that is not supported here.'));
  }
  const { timeFilter } = settings.accounts;
  if (timeFilter !== 'obeyed' && conditions.some(({ field }) => ['created', 'modified'].includes(field))) {
    if (timeFilter === 'empty') return page([], query, () => null, settings.accounts);
    throw new Refused(badRequest('A filter by time is not supported here.'));
  }
  const isIgnored = settings.accounts.sourceField === 'ignored';
  const ofSources = isIgnored ? [] : conditions.filter(({ field }) => isSourceField(field));
  const ofAccounts = conditions.filter(({ field }) => !isSourceField(field));
  const sources = new Map(
    tenant
      .sources()
      .filter((source) => meets(ofSources, () => source.id))
      .map((source) => [source.id, source]),
  );
  const all = settings.accounts.emptyList
    ? []
    : accountsOf(tenant, [...sources.keys()], Number(query.get('offset') ?? 0) === 0);
  const sorters = sortersFor(query.get('sorters'), settings.accounts);
  const sorted =
    settings.accounts.sorters === 'ignored'
      ? shuffled(all, Number(query.get('offset') ?? 0))
      : sortedBy(all, sorters, SORTERS, fieldOf);
  const found =
    ofAccounts.length === 0
      ? sorted
      : sorted.filter((account) => meets(ofAccounts, (field) => fieldOf(account, field)));
  const full = query.get('detailLevel') !== 'SLIM';
  const render = (account: SandboxAccount): unknown => {
    const source = sources.get(account.sourceId);
    const person = source === undefined ? undefined : tenant.personBehind(account, source);
    return source === undefined || person === undefined
      ? null
      : accountReply(account, source, person, full, settings);
  };
  return page(withDoubles(found, settings.accounts), query, render, settings.accounts);
};

function filtersOf(habits: AccountHabits, version: ServedVersion): FilterRules {
  const operators = ['eq', 'in', 'sw'] as const;
  const field = fieldFor(habits, version);
  const isOpen = field === undefined || habits.otherField === 'empty';
  return isOpen
    ? { ...FILTERS, sourceId: operators, 'source.id': operators }
    : { ...FILTERS, [field]: operators };
}

/** The field that names the source; `undefined`: either does, or it depends on the source. */
function fieldFor({ sourceField }: AccountHabits, version: ServedVersion): string | undefined {
  if (sourceField === 'by-version') return version === 'v2026' ? 'source.id' : 'sourceId';
  return sourceField === 'sourceId' || sourceField === 'source.id' ? sourceField : undefined;
}

/** True if a condition names a source by the field that this tenant does not take for it. */
function usesOtherField(
  conditions: readonly Condition[],
  habits: AccountHabits,
  version: ServedVersion,
  tenant: Tenant,
): boolean {
  const asked = conditions.filter(({ field }) => isSourceField(field));
  if (habits.sourceField === 'by-kind') {
    return tenant
      .sources()
      .filter((source) => meets(asked, () => source.id))
      .some(({ kind }) => asked.some(({ field }) => field !== (kind === 'file' ? 'sourceId' : 'source.id')));
  }
  const right = fieldFor(habits, version);
  return right !== undefined && asked.some(({ field }) => field !== right);
}

/** The order to list in. Throws `Refused` (400) where a descending one is asked for and refused. */
function sortersFor(asked: string | null, { sorters }: AccountHabits): string | null {
  if (asked?.includes('-') !== true || sorters === 'obeyed' || sorters === 'ignored') return asked;
  if (sorters === 'reverse-refused')
    throw new Refused(badRequest('A descending order is not supported here.'));
  return asked.replaceAll('-', '');
}

/** With the accounts that are listed twice, and those that share their native identity with another one. */
function withDoubles(
  accounts: readonly SandboxAccount[],
  { doubled, twins }: AccountHabits,
): readonly SandboxAccount[] {
  if (doubled.length === 0 && twins.length === 0) return accounts;
  return accounts.flatMap((account) => [
    account,
    ...(doubled.includes(account.nativeIdentity) ? [account] : []),
    ...(twins.includes(account.nativeIdentity)
      ? [{ ...account, id: hexDigest(`twin of ${account.id}`).slice(0, 32) }]
      : []),
  ]);
}

function isSourceField(field: string): boolean {
  return field === 'sourceId' || field === 'source.id';
}

/** For one source the list that the tenant keeps, so that it is sorted only once. */
function accountsOf(
  tenant: Tenant,
  sourceIds: readonly string[],
  isLook: boolean,
): readonly SandboxAccount[] {
  const [only] = sourceIds;
  if (only !== undefined && sourceIds.length === 1) return tenant.shownAccounts(only, isLook);
  return sourceIds.flatMap((id) => tenant.shownAccounts(id, isLook));
}

function fieldOf(account: SandboxAccount, field: string): string {
  switch (field) {
    case 'id':
      return account.id;
    case 'name':
      return account.name;
    case 'created':
      return time(account.created);
    case 'modified':
      return time(account.modified);
    case 'sourceId':
      return account.sourceId;
    default:
      return account.nativeIdentity;
  }
}

function accountReply(
  account: SandboxAccount,
  source: SandboxSource,
  person: ShownPerson,
  full: boolean,
  { accounts: habits, values }: SandboxSettings,
): Record<string, unknown> {
  const shown = shownValues(account, source, values);
  const reply = {
    id: account.id,
    name: account.name,
    ...createdOf(account, habits),
    modified: time(account.modified),
    sourceId: source.id,
    sourceName: source.name,
    ...(full || habits.slimAttributes === 'present' ? shown : withoutValues(habits.slimAttributes)),
    authoritative: source.authoritative,
    description: null,
    disabled: false,
    locked: false,
    nativeIdentity: identityOf(account, habits),
    systemAccount: false,
    ...person,
    uuid: null,
    origin: 'AGGREGATED',
  };
  if (full || habits.slimHides.length === 0) return reply;
  return Object.fromEntries(Object.entries(reply).filter(([name]) => !habits.slimHides.includes(name)));
}

function createdOf({ created }: SandboxAccount, habits: AccountHabits): Record<string, unknown> {
  if (habits.created === 'absent') return {};
  return { created: habits.created === 'iso' ? time(created) : created };
}

/** A different order for each `turn`, but always the same for one turn. */
function shuffled(accounts: readonly SandboxAccount[], turn: number): readonly SandboxAccount[] {
  const keyOf = ({ id }: SandboxAccount): string =>
    createHash('sha256').update(`${turn} ${id}`).digest('hex');
  const keys = new Map(accounts.map((account) => [account, keyOf(account)]));
  return accounts.toSorted((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1));
}

function withoutValues(form: 'null' | 'absent' | 'empty'): Record<string, unknown> {
  if (form === 'absent') return {};
  return { attributes: form === 'null' ? null : {} };
}

function identityOf({ nativeIdentity }: SandboxAccount, habits: AccountHabits): string | number | null {
  if (habits.nullIdentities.includes(nativeIdentity)) return null;
  const number = Number(nativeIdentity);
  // Only where nothing is lost: not "007".
  return habits.identitiesAs === 'numbers' && String(number) === nativeIdentity ? number : nativeIdentity;
}

function time(at: number): string {
  return new Date(at).toISOString();
}
