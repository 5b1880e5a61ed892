/** The values of an account as `GET accounts` shows them. */
import { type SandboxAccount, type SandboxSource, type SchemaAttribute, assertNever } from './model.js';
import type { ValueHabits } from './habits.js';
import { hexDigest } from './ids.js';

/** The values that an account shows. */
export interface ShownValues {
  readonly attributes: Readonly<Record<string, unknown>> | null;
  /** If entitlements are kept separately. */
  readonly entitlementAttributes?: Readonly<Record<string, unknown>>;
}

/** The values of an account by attribute, in the format set by `habits`. */
export function shownValues(
  account: SandboxAccount,
  source: SandboxSource,
  habits: ValueHabits,
): ShownValues {
  const attributes: Record<string, unknown> = {};
  const apart: Record<string, unknown> = {};
  const unwritten = new Map(Object.entries(account.attributes));
  for (const attribute of source.schema.attributes) {
    const shown = shownValue(unwritten.get(attribute.name), attribute, habits);
    unwritten.delete(attribute.name);
    const isApart = habits.entitlements !== 'together' && attribute.isEntitlement;
    if (shown !== undefined) (isApart ? apart : attributes)[attribute.name] = shown;
    if (isApart && habits.entitlements === 'apart-beside-null') attributes[attribute.name] = null;
  }
  // Seeded values outside the schema.
  for (const [name, value] of unwritten) attributes[name] = value;
  if (habits.extraKeys) {
    attributes['idNowDescription'] = hexDigest(account.id);
    attributes['IIQDisabled'] = false;
  }
  const whole = habits.attributes === 'present' ? attributes : habits.attributes === 'empty' ? {} : null;
  return habits.entitlements === 'together'
    ? { attributes: whole }
    : { attributes: whole, entitlementAttributes: apart };
}

/** `undefined`: there is no key. */
function shownValue(
  value: string | readonly string[] | undefined,
  attribute: SchemaAttribute,
  habits: ValueHabits,
): unknown {
  if (habits.nullAttributes.includes(attribute.name)) return null;
  if (habits.objectAttributes.includes(attribute.name)) return { value };
  const isBlank = value === undefined || value.length === 0;
  if (isBlank) {
    // If the seed has no value and no habit requires one: as it was seeded.
    if (habits.blanks === 'absent' || (habits.blanks === 'empty' && value === undefined)) return undefined;
    return habits.blanks === 'null' ? null : value;
  }
  if (typeof value === 'string') return typed(value, attribute.type, habits);
  const several = value.map((one) => typed(one, attribute.type, habits));
  if (habits.lists === 'joined') return value.join(',');
  return habits.lists === 'one-as-string' && several.length === 1 ? several[0] : several;
}

function typed(text: string, type: SchemaAttribute['type'], habits: ValueHabits): unknown {
  switch (type) {
    case 'STRING':
      return text;
    case 'BOOLEAN':
      return habits.booleans === 'json' && /^(true|false)$/i.test(text)
        ? text.toLowerCase() === 'true'
        : text;
    case 'INT':
    case 'LONG':
      return habits.numbers === 'json' && Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case 'DATE':
      return dateAs(text, habits.dates);
    default:
      return assertNever(type);
  }
}

function dateAs(text: string, form: ValueHabits['dates']): unknown {
  const time = Date.parse(text);
  if (form === 'as-delivered' || Number.isNaN(time)) return text;
  return form === 'iso' ? new Date(time).toISOString() : time;
}
