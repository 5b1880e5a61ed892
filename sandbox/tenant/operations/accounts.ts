import { createHash } from 'node:crypto';
import { shownValues } from '../account-values.js';
import { meets, parseFilters, type FilterRules } from '../filters.js';
import type { AccountHabits } from '../habits.js';
import type { SandboxAccount, SandboxSource } from '../model.js';
import { page, sortedBy } from '../lists.js';
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
  const isIgnored = settings.accounts.sourceField === 'ignored';
  const ofSources = isIgnored ? [] : conditions.filter(({ field }) => isSourceField(field));
  const ofAccounts = conditions.filter(({ field }) => !isSourceField(field));
  const sources = new Map(
    tenant
      .sources()
      .filter((source) => meets(ofSources, () => source.id))
      .map((source) => [source.id, source]),
  );
  const all = settings.accounts.emptyList ? [] : accountsOf(tenant, [...sources.keys()]);
  const sorted =
    settings.accounts.sorters === 'ignored'
      ? shuffled(all, Number(query.get('offset') ?? 0))
      : sortedBy(all, query.get('sorters'), SORTERS, fieldOf);
  const found =
    ofAccounts.length === 0
      ? sorted
      : sorted.filter((account) => meets(ofAccounts, (field) => fieldOf(account, field)));
  const full = query.get('detailLevel') !== 'SLIM';
  const render = (account: SandboxAccount): unknown => {
    const source = sources.get(account.sourceId);
    return source === undefined ? null : accountReply(account, source, full, settings);
  };
  return page(found, query, render, settings.accounts);
};

function filtersOf(habits: AccountHabits, version: ServedVersion): FilterRules {
  const usual = version === 'v2026' ? 'source.id' : 'sourceId';
  const field = habits.sourceField === 'by-version' ? usual : habits.sourceField;
  const operators = ['eq', 'in', 'sw'] as const;
  if (field === 'both' || field === 'ignored')
    return { ...FILTERS, sourceId: operators, 'source.id': operators };
  return { ...FILTERS, [field]: operators };
}

function isSourceField(field: string): boolean {
  return field === 'sourceId' || field === 'source.id';
}

/** For one source the list that the tenant keeps, so that it is sorted only once. */
function accountsOf(tenant: Tenant, sourceIds: readonly string[]): readonly SandboxAccount[] {
  const [only] = sourceIds;
  if (only !== undefined && sourceIds.length === 1) return tenant.accounts(only);
  return sourceIds.flatMap((id) => tenant.accounts(id));
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
  full: boolean,
  { accounts: habits, values }: SandboxSettings,
): Record<string, unknown> {
  const shown = shownValues(account, source, values);
  return {
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
    uncorrelated: !source.authoritative,
    uuid: null,
    manuallyCorrelated: false,
    hasEntitlements: false,
    origin: 'AGGREGATED',
  };
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
