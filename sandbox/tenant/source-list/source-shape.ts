/** The allowed content of a source in the list. */
import {
  BUSY_REPLIES,
  type AcceptedPlan,
  type AggregationCounts,
  type AttributeValues,
  type DeletionHabits,
  type EditedFields,
  type IdentityProfile,
  type Person,
  type RunPlan,
  type SchemaAttribute,
  type SourceKind,
  type TaskText,
} from '../model.js';
import type { EntitlementSeed, SourceSeed } from '../source-seed.js';
import {
  anything,
  flag,
  listOf,
  mapOf,
  nothingOr,
  object,
  oneOf,
  scalarOr,
  text,
  textLike,
  wholeNumber,
  type Shape,
} from './shapes.js';

/** A week in milliseconds: no job lasts longer. */
const LONGEST_MS = 7 * 24 * 60 * 60 * 1000;

const milliseconds = wholeNumber(0, LONGEST_MS);

const KINDS = ['file', 'direct', 'va-file'] as const satisfies readonly SourceKind[];

const name = textLike(/\S/, 'a name is expected');

const values: Shape<AttributeValues> = mapOf(scalarOr(nothingOr('', text), listOf(text)));

const attribute = object<Partial<SchemaAttribute> & { readonly name: string }>(
  'an attribute',
  {
    name,
    type: oneOf(['STRING', 'LONG', 'INT', 'BOOLEAN', 'DATE']),
    isMulti: flag,
    isEntitlement: flag,
    schema: name,
  },
  ['name'],
);

const identityProfile = object<IdentityProfile>(
  'an identity profile',
  { name, sourceAttributes: listOf(name) },
  ['name', 'sourceAttributes'],
);

const person = object<Person>('a person', {
  identity: text,
  lifecycleState: nothingOr(null, text),
  identityState: nothingOr(null, text),
  uncorrelated: flag,
  manuallyCorrelated: flag,
  hasEntitlements: flag,
  isMachine: flag,
});

const entitlements = object<EntitlementSeed>('a type of entitlements', {
  attributes: listOf(scalarOr(name, attribute)),
  identityAttribute: name,
  displayAttribute: name,
  values: listOf(values),
  edited: mapOf(object<EditedFields>('what was edited', { name: text, description: text })),
});

const deletion = object<Partial<DeletionHabits>>('the deletion', {
  above: oneOf(['skip', 'cancel']),
  measuredBy: oneOf(['accounts', 'scanned']),
  zero: oneOf(['allows-all', 'blocks-all']),
  copy: oneOf(['source', 'connector']),
});

const message = object<TaskText>('a message', { type: text, text }, ['type', 'text']);

const accounts = wholeNumber(0, 1_000_000_000);

const accepted = object<AcceptedPlan>('an accepted start', {
  success: flag,
  taskId: text,
  completionStatus: nothingOr(null, text),
  messages: listOf(message),
  messagesBeside: listOf(message),
});

const run = object<RunPlan>('a run', {
  durationMs: milliseconds,
  completedEarlyMs: milliseconds,
  createdLateMs: milliseconds,
  completionStatus: nothingOr(null, text),
  messages: listOf(message),
  countsAs: oneOf(['numbers', 'strings']),
  withoutCounts: listOf(text),
  counts: object<Partial<AggregationCounts>>('the counts', {
    total: accounts,
    optimized: accounts,
    ignored: accounts,
    created: accounts,
    updated: accounts,
    deleted: accounts,
  }),
  changesAccounts: flag,
  taskId: text,
  taskName: text,
  starts: flag,
  accepted,
});

/** A source as people describe it. The compiler checks that it has every key of `SourceSeed`. */
export const source: Shape<SourceSeed> = object<SourceSeed>(
  'a source',
  {
    name,
    id: textLike(/^[0-9a-f]{32}$/i, '32 hexadecimal digits are expected'),
    kind: oneOf(KINDS),
    authoritative: flag,
    deleteThreshold: wholeNumber(0, 100),
    deletion,
    connectorAttributes: mapOf(nothingOr(null, text)),
    attributes: listOf(scalarOr(name, attribute)),
    identityAttribute: name,
    displayAttribute: name,
    accounts: listOf(values),
    createdTogether: accounts,
    remoteAccounts: listOf(values),
    buildMap: mapOf(nothingOr(null, text)),
    identityProfiles: listOf(identityProfile),
    people: mapOf(person),
    entitlements: mapOf(entitlements),
    run,
    busyReply: oneOf([...BUSY_REPLIES, 'at-the-end']),
    busyStatus: text,
    busyMessage: object<Partial<TaskText>>('a message', { type: text, text }),
    overrides: mapOf(anything),
  },
  ['name'],
);
