import { meets, parseFilters, type FilterRules } from '../filters.js';
import type { SandboxAccount, SandboxSource } from '../model.js';
import { page } from '../paging.js';
import type { Perform } from './operation.js';

const FILTERS: FilterRules = {
  id: ['eq', 'in', 'sw'],
  name: ['eq', 'in', 'sw'],
  nativeIdentity: ['eq', 'in', 'sw'],
  sourceId: ['eq', 'in', 'sw'],
};

/** `GET accounts`. */
export const listAccounts: Perform = ({ world, query }) => {
  const conditions = parseFilters(query.get('filters'), FILTERS);
  const found = world.tenant
    .sources()
    .flatMap((source) => world.tenant.accounts(source.id).map((account) => ({ account, source })))
    .filter(({ account, source }) => meets(conditions, (field) => fieldOf(account, source, field)));
  const full = query.get('detailLevel') !== 'SLIM';
  return page(found, query, ({ account, source }) => accountReply(account, source, full));
};

function fieldOf(account: SandboxAccount, source: SandboxSource, field: string): string {
  const fields: Record<string, string> = {
    id: account.id,
    name: account.name,
    nativeIdentity: account.nativeIdentity,
    sourceId: source.id,
  };
  return fields[field] ?? '';
}

function accountReply(
  account: SandboxAccount,
  source: SandboxSource,
  full: boolean,
): Record<string, unknown> {
  return {
    id: account.id,
    name: account.name,
    created: new Date(account.created).toISOString(),
    modified: new Date(account.modified).toISOString(),
    sourceId: source.id,
    sourceName: source.name,
    attributes: full ? account.attributes : null,
    authoritative: source.authoritative,
    description: null,
    disabled: false,
    locked: false,
    nativeIdentity: account.nativeIdentity,
    systemAccount: false,
    uncorrelated: !source.authoritative,
    uuid: null,
    manuallyCorrelated: false,
    hasEntitlements: false,
    origin: 'AGGREGATED',
  };
}
