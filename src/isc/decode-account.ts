import { objectOf, textOf, type JsonObject } from '../runtime/json.js';
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
}

/** Decodes an account from a list of this source's accounts. */
export function decodeAccount(json: unknown, sourceId: string): Account | Unexpected {
  const account = objectOf(json) ?? {};
  const identity = identityOf(account['nativeIdentity']);
  if (identity instanceof Unexpected) return identity;
  // A tenant that ignores the filter lists the accounts of all sources.
  if (!isOf(sourceId, account)) return new Unexpected('`sourceId` is not the one asked for');
  const attributes = objectOf(account['attributes']);
  const apart = objectOf(account['entitlementAttributes']);
  return {
    id: textOf(account['id']) ?? identity,
    identity,
    created: dateTimeOf(account['created']),
    attributes: attributes === undefined || apart === undefined ? attributes : { ...apart, ...attributes },
  };
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

/** It is used in a filter unchanged, so it must be a plain date-time. ISC also writes times in milliseconds. */
function dateTimeOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Math.abs(value) <= LATEST) return new Date(value).toISOString();
  return typeof value === 'string' && /^\d{4}-[\dT:.+Z-]+$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

/** The latest time that a Date can represent, in milliseconds. */
const LATEST = 8.64e15;
