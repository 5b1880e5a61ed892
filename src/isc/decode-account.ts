/** Decodes accounts as ISC lists them, with what it says of the people behind them. */
import type { Activity, Ownership, Person } from '../model/people.js';
import { type JsonObject, objectOf, textOf } from '../model/json.js';
import { lacking, Unexpected } from './unexpected.js';

/** An account as ISC lists it. */
export interface Account {
  readonly id: string;
  /** The native identity; a number is converted to its digits. */
  readonly identity: string;
  /** A date-time in ISC's format, so that it can be used in a filter; `undefined` if there is none. */
  readonly created: string | undefined;
  /** By schema attribute; `undefined` if they were not requested or ISC does not return them. */
  readonly attributes: JsonObject | undefined;
  /** Whose it is, as far as ISC says. */
  readonly ownership: Ownership;
  /** Attributes that somebody has edited in ISC, so that files no longer set them; absent: none. */
  readonly edited?: readonly string[];
  /** Attributes whose value ISC has chosen, or the file has named it so: a blank cell keeps it; absent: none. */
  readonly chosen?: readonly string[];
}

/** Decodes an account from a list of this source's accounts. */
export function decodeAccount(json: unknown, sourceId: string): Account | Unexpected {
  const account = objectOf(json) ?? {};
  const identity = identityOf(account['nativeIdentity']);
  if (identity instanceof Unexpected) return identity;
  // A tenant that ignores the filter lists the accounts of all sources.
  if (!isOf(sourceId, account)) return new Unexpected('`sourceId` is not the one asked for');
  const attributes = objectOf(account['attributes']);
  const entitlements = objectOf(account['entitlementAttributes']);
  return {
    id: textOf(account['id']) ?? identity,
    identity,
    created: dateTimeOf(account['created']),
    attributes: valuesOf(attributes, entitlements),
    ownership: {
      person: personOf(account),
      hasEntitlements: flagOf(account['hasEntitlements']),
      manuallyCorrelated: flagOf(account['manuallyCorrelated']),
      isMachine: flagOf(account['isMachine']),
    },
  };
}

/**
 * The values of an account; `undefined` if the reply has none: an object without keys shows nothing. Of a key that
 * stands in both, a value beats null and an empty list.
 */
function valuesOf(
  attributes: JsonObject | undefined,
  entitlements: JsonObject | undefined,
): JsonObject | undefined {
  if (attributes === undefined || Object.keys(attributes).length === 0) return undefined;
  if (entitlements === undefined) return attributes;
  const given = Object.entries(entitlements).filter(([key]) => !hasValue(attributes[key]));
  return given.length === 0 ? attributes : { ...attributes, ...Object.fromEntries(given) };
}

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/**
 * Only `uncorrelated: true` means nobody: an account without an identity in the reply may have one that the reply does
 * not show (docs/isc-api.md#accounts-now-in-the-tenant).
 */
function personOf(account: JsonObject): Person {
  if (flagOf(account['uncorrelated']) === true) return NOBODY;
  const lifecycleState = wordOf(account['cloudLifecycleState']);
  const activity = activityOf(lifecycleState, wordOf(account['identityState']));
  if (lifecycleState === undefined && activity === 'unknown') return UNKNOWN;
  return { kind: 'somebody', lifecycleState, activity };
}

const NOBODY: Person = { kind: 'nobody' };
const UNKNOWN: Person = { kind: 'somebody', lifecycleState: undefined, activity: 'unknown' };

/** Of an account, or an entitlement, of which ISC says nothing of the kind. */
export const UNKNOWN_OWNERSHIP: Ownership = {
  person: UNKNOWN,
  hasEntitlements: undefined,
  manuallyCorrelated: undefined,
  isMachine: undefined,
};

/**
 * Lifecycle states are configuration: of a name other than `active` and `inactive` only the identity state tells whether
 * such people are active. ISC's identity states are ACTIVE and several that begin with INACTIVE.
 */
function activityOf(lifecycleState: string | undefined, identityState: string | undefined): Activity {
  const [state, identity] = [lifecycleState?.toLowerCase(), identityState?.toLowerCase()];
  if (identity === 'active' || state === 'active') return 'active';
  return identity?.startsWith('inactive') === true || state === 'inactive' ? 'inactive' : 'unknown';
}

/** A text that is not blank, without spaces around it. */
function wordOf(value: unknown): string | undefined {
  const word = typeof value === 'string' ? value.trim() : '';
  return word === '' ? undefined : word;
}

/** Some tenants write booleans as text. */
function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  return word === 'true' || (word === 'false' ? false : undefined);
}

/** A number that JavaScript cannot represent exactly would be a different identity from the one in the file. */
function identityOf(value: unknown): string | Unexpected {
  if (typeof value !== 'number') return textOf(value) ?? lacking('nativeIdentity', value);
  return Number.isSafeInteger(value)
    ? String(value)
    : new Unexpected('`nativeIdentity` is a number that cannot be read exactly');
}

/** False if the account names another source. */
function isOf(sourceId: string, account: JsonObject): boolean {
  const named = textOf(account['sourceId']) ?? textOf(objectOf(account['source'])?.['id']) ?? sourceId;
  return named.toLowerCase() === sourceId.toLowerCase();
}

/**
 * A date-time that can be used in a filter as it is; `undefined` for anything else. ISC also writes times in
 * milliseconds since 1970.
 */
export function dateTimeOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Math.abs(value) <= LATEST) return new Date(value).toISOString();
  return typeof value === 'string' && /^\d{4}-[\dT:.+Z-]+$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

/** The latest time that a Date can represent, in milliseconds. */
const LATEST = 8.64e15;
