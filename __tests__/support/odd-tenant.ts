import type { SettingsChange } from '../../sandbox/tenant/settings.js';

/**
 * A tenant with every habit of a list that can be met, at once: the filter by `source.id`, a small window, short and
 * overlapping pages, a count that is too low, numbers and nulls where text is expected. `nullIdentities` is left out,
 * since an account without its native identity cannot be compared.
 */
export const ODD_TENANT: SettingsChange = {
  accounts: {
    sourceField: 'source.id',
    window: 500,
    pageSize: 40,
    overlap: 3,
    totalCountError: -2,
    identitiesAs: 'numbers',
    slimAttributes: 'absent',
  },
  values: {
    booleans: 'json',
    numbers: 'json',
    dates: 'iso',
    blanks: 'null',
    lists: 'one-as-string',
    extraKeys: true,
    entitlements: 'apart',
  },
  sources: { booleans: 'json', delimiter: 'unicode-escape' },
};
