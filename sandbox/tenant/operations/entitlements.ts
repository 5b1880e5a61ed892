/** The entitlements of a source: `POST sources/{id}/load-entitlements`, `GET entitlements`, and the heading of the file. */
import { entitlementsAsSource } from '../entitlements.js';
import { meets, parseFilters, type FilterRules } from '../filters.js';
import { ACCOUNT_HABITS, type EntitlementHabits } from '../habits.js';
import { page, sortedBy } from '../lists.js';
import type { SandboxAccount, SandboxSource } from '../model.js';
import { badRequest, INTERNAL_FAULT, json, Refused, text } from '../replies.js';
import type { ServedVersion } from '../routes.js';
import { deliveredBy, refusedStart } from './load-accounts.js';
import type { Perform } from './operation.js';
import { sourceOf } from './sources.js';
import { acceptedGroupTask } from './tasks.js';

/** The type of entitlements if the request names none. */
const USUAL_TYPE = 'group';

/** `POST sources/{id}/load-entitlements`: the reply is the bare task. */
export const loadEntitlements: Perform = async (call) => {
  const source = sourceOf(call);
  const { body, client, world } = call;
  if (body.kind !== 'multipart') {
    if (body.kind === 'none' && call.contentType !== undefined) throw new Refused(INTERNAL_FAULT);
    throw new Refused(badRequest('The request must be multipart/form-data with a part named "file".'));
  }
  const { files, fields } = body.parts;
  if (files.length === 0 && Object.keys(fields).length === 0) throw new Refused(INTERNAL_FAULT);
  const as = typeOf(source, fields['objectType'] ?? USUAL_TYPE);
  const delivery = await deliveredBy(
    call,
    as,
    files.find(({ part }) => part === 'file'),
  );
  if (delivery === undefined) throw new Refused(badRequest('A file is required.'));
  const { tenant, settings } = world;
  if (tenant.isBusy(source.id)) {
    const { task, plan } = refusedStart(call, source, client.id, 'entitlements');
    return json(202, acceptedGroupTask(task, plan, settings));
  }
  const started = tenant.startEntitlementAggregation(source, as, delivery, client.id, call.quotable);
  const { accepted } = started;
  return json(202, acceptedGroupTask({ ...started, id: accepted.taskId ?? started.id }, accepted, settings));
};

/** `GET sources/{id}/schemas/entitlements?schemaName=…`: the heading of the file. */
export const getEntitlementHeader: Perform = (call) => {
  const { schema } = typeOf(sourceOf(call), call.query.get('schemaName') ?? USUAL_TYPE);
  return text(200, 'text/csv', schema.attributes.map(({ name }) => name).join(','));
};

function typeOf(source: SandboxSource, type: string): SandboxSource {
  const as = entitlementsAsSource(source, type);
  if (as === undefined) throw new Refused(badRequest(`Source "${source.name}" has no schema "${type}".`));
  return as;
}

const TIMES = ['gt', 'lt', 'ge', 'le'] as const;
const FILTERS: FilterRules = {
  id: ['eq', 'in'],
  name: ['eq', 'in', 'sw'],
  type: ['eq', 'in'],
  attribute: ['eq', 'in'],
  value: ['eq', 'in', 'sw'],
  'source.id': ['eq', 'in'],
  created: TIMES,
  modified: TIMES,
};
const SORTERS = ['id', 'name', 'created', 'modified', 'type', 'attribute', 'value', 'source.id'];

/** An entitlement with the source and the type that it belongs to. */
interface Entitlement {
  readonly held: SandboxAccount;
  readonly source: SandboxSource;
  readonly type: string;
}

/** `GET entitlements`, with the habits from the settings. */
export const listEntitlements: Perform = ({ world, query, version }) => {
  const { tenant } = world;
  const habits = world.settings.entitlements;
  const conditions = parseFilters(query.get('filters'), FILTERS);
  const after = query.get('searchAfter');
  const isLook = after === null && Number(query.get('offset') ?? 0) === 0;
  const all = tenant.sources().flatMap((source) =>
    Object.keys(source.entitlements)
      .filter((type) =>
        meets(conditions.filter(isAboutType), (field) => (field === 'type' ? type : source.id)),
      )
      .flatMap((type) =>
        tenant
          .shownEntitlements(source.id, type, isLook)
          .map((held): Entitlement => ({ held, source, type })),
      ),
  );
  const found = all.filter((one) => meets(conditions, (field) => fieldOf(one, field)));
  const sorted = sortedBy(found, query.get('sorters'), SORTERS, fieldOf);
  const rest = after === null ? sorted : beyond(sorted, query, after, { habits, version });
  const { window, pageSize, totalCount } = habits;
  return page(rest, query, (one) => entitlementReply(one, habits), {
    ...ACCOUNT_HABITS,
    window,
    pageSize,
    totalCount,
  });
};

function isAboutType({ field }: { readonly field: string }): boolean {
  return field === 'type' || field === 'source.id';
}

/** What comes after the entitlement that `searchAfter` names by its sorted fields. */
function beyond(
  sorted: readonly Entitlement[],
  query: URLSearchParams,
  after: string,
  { habits, version }: { readonly habits: EntitlementHabits; readonly version: ServedVersion },
): readonly Entitlement[] {
  if (habits.searchAfter === 'ignored') return sorted;
  const isServed = version === 'v1' || version === 'v2026';
  if (habits.searchAfter === 'refused' || !isServed) {
    throw new Refused(badRequest('"searchAfter" is not supported here.'));
  }
  const keys = (query.get('sorters') ?? '').split(',').filter((key) => key !== '');
  const values = after.split(',');
  if (keys.length === 0 || values.length !== keys.length) {
    throw new Refused(badRequest('"searchAfter" must have as many values as "sorters".'));
  }
  return sorted.filter((one) => isBeyond(one, keys, values));
}

function isBeyond(one: Entitlement, keys: readonly string[], values: readonly string[]): boolean {
  for (const [index, key] of keys.entries()) {
    const own = fieldOf(one, key.replace(/^-/, ''));
    const last = values[index] ?? '';
    if (own !== last) return key.startsWith('-') ? own < last : own > last;
  }
  return false;
}

function fieldOf({ held, source, type }: Entitlement, field: string): string {
  switch (field) {
    case 'id':
      return held.id;
    case 'name':
      return shownName(held, source, type);
    case 'type':
    case 'attribute':
      return type;
    case 'source.id':
      return source.id;
    case 'created':
      return new Date(held.created).toISOString();
    case 'modified':
      return new Date(held.modified).toISOString();
    default:
      return held.nativeIdentity;
  }
}

function shownName(held: SandboxAccount, source: SandboxSource, type: string): string {
  return source.entitlements[type]?.edited[held.nativeIdentity]?.name ?? held.name;
}

/** An entitlement as returned by `GET entitlements`. */
function entitlementReply(one: Entitlement, { attributes }: EntitlementHabits): Record<string, unknown> {
  const { held, source, type } = one;
  const edited = source.entitlements[type]?.edited[held.nativeIdentity];
  const { description, ...values } = held.attributes;
  const shown = attributes === 'present' ? { ...values, description } : null;
  return {
    id: held.id,
    name: shownName(held, source, type),
    created: fieldOf(one, 'created'),
    modified: fieldOf(one, 'modified'),
    attribute: type,
    value: held.nativeIdentity,
    sourceSchemaObjectType: type,
    description:
      edited?.description ?? (description === undefined || description === '' ? null : description),
    privileged: false,
    cloudGoverned: false,
    requestable: true,
    owner: null,
    manuallyUpdatedFields: {
      DISPLAY_NAME: edited?.name !== undefined,
      DESCRIPTION: edited?.description !== undefined,
    },
    source: { type: 'SOURCE', id: source.id, name: source.name },
    ...(attributes === 'absent' ? {} : { attributes: shown }),
    segments: [],
    directPermissions: [],
  };
}
