/** Sources as tests and people describe them, and what is filled in. */
import type { Ids } from './ids.js';
import type {
  AttributeValues,
  BusyReply,
  ConnectorAttributes,
  DeletionHabits,
  EditedFields,
  IdentityProfile,
  Person,
  RunPlan,
  SandboxSchema,
  SandboxSource,
  SchemaAttribute,
  SourceKind,
  TaskText,
  BuildMap,
} from './model.js';

type AttributeSeed = string | (Partial<SchemaAttribute> & { readonly name: string });

/** The entitlements of one type as a test or a person describes them. */
export interface EntitlementSeed {
  /** `name`, `displayName` and `description` if absent. */
  readonly attributes?: readonly AttributeSeed[];
  /** The first attribute if absent. */
  readonly identityAttribute?: string;
  /** The second attribute if absent. */
  readonly displayAttribute?: string;
  /** Those in ISC. */
  readonly values?: readonly AttributeValues[];
  /** What somebody has edited by hand, by value of the entitlement. */
  readonly edited?: Readonly<Record<string, EditedFields>>;
}

/** A source as a test or a person describes it; only the name is required. */
export interface SourceSeed {
  readonly name: string;
  /** 32 hexadecimal digits; generated if absent. */
  readonly id?: string;
  /** `file` if absent. */
  readonly kind?: SourceKind;
  readonly authoritative?: boolean;
  readonly deleteThreshold?: number;
  /** Above the threshold the delete phase is skipped, measured by the accounts in ISC; 0 allows all. */
  readonly deletion?: Partial<DeletionHabits>;
  readonly connectorAttributes?: ConnectorAttributes;
  /** Names, or names with properties; `id`, `name` and `email` if absent. */
  readonly attributes?: readonly AttributeSeed[];
  /** The first attribute if absent. */
  readonly identityAttribute?: string;
  /** The second attribute if absent. */
  readonly displayAttribute?: string;
  readonly accounts?: readonly AttributeValues[];
  /** How many accounts share one `created`; groups are a second apart. All accounts share it if absent. */
  readonly createdTogether?: number;
  readonly remoteAccounts?: readonly AttributeValues[];
  /** `connectorAttributes` also gets a `buildMapRule` if it has none. */
  readonly buildMap?: BuildMap;
  readonly identityProfiles?: readonly IdentityProfile[];
  /** By native identity; ISC says nothing about people if absent. */
  readonly people?: Readonly<Record<string, Person>>;
  /** By type, such as "group". */
  readonly entitlements?: Readonly<Record<string, EntitlementSeed>>;
  readonly run?: RunPlan;
  readonly busyReply?: BusyReply;
  /** `ERROR` if absent. */
  readonly busyStatus?: string;
  /** The message for it; ISC's own if absent. */
  readonly busyMessage?: Partial<TaskText>;
  readonly overrides?: Readonly<Record<string, unknown>>;
}

const DELETION: DeletionHabits = {
  above: 'skip',
  measuredBy: 'accounts',
  zero: 'allows-all',
  copy: 'source',
};

/** Fills in the defaults of a seed; `now` is the source's creation time in milliseconds since the epoch. */
export function sourceOf(seed: SourceSeed, ids: Ids, now: number): SandboxSource {
  return {
    id: seed.id ?? ids.next('source'),
    name: seed.name,
    kind: seed.kind ?? 'file',
    authoritative: seed.authoritative ?? false,
    deleteThreshold: seed.deleteThreshold,
    deletion: { ...DELETION, ...seed.deletion },
    connectorAttributes: {
      ...(seed.buildMap === undefined ? {} : { buildMapRule: 'Rewrite rows' }),
      ...seed.connectorAttributes,
    },
    schema: schemaOf(seed, seed.attributes ?? ['id', 'name', 'email'], ids),
    created: now,
    remoteAccounts: seed.remoteAccounts,
    buildMap: seed.buildMap,
    identityProfiles: seed.identityProfiles ?? [],
    people: seed.people,
    entitlements: entitlementsOf(seed, ids),
    run: seed.run ?? {},
    busyReply: seed.busyReply ?? 'warn-message',
    busyStatus: seed.busyStatus ?? 'ERROR',
    busyMessage: seed.busyMessage ?? {},
    overrides: seed.overrides ?? {},
  };
}

function entitlementsOf(seed: SourceSeed, ids: Ids): SandboxSource['entitlements'] {
  return Object.fromEntries(
    Object.entries(seed.entitlements ?? {}).map(([type, one]) => [
      type,
      {
        schema: schemaOf(one, one.attributes ?? ['name', 'displayName', 'description'], ids),
        edited: one.edited ?? {},
      },
    ]),
  );
}

function schemaOf(
  seed: Pick<SourceSeed, 'identityAttribute' | 'displayAttribute'>,
  given: readonly AttributeSeed[],
  ids: Ids,
): SandboxSchema {
  const attributes = given.map(attributeOf);
  const [first, second] = attributes;
  return {
    id: ids.next('schema'),
    identityAttribute: seed.identityAttribute ?? first?.name ?? 'id',
    displayAttribute: seed.displayAttribute ?? second?.name ?? first?.name ?? 'id',
    attributes,
  };
}

/**
 * When each of `count` accounts was created, in milliseconds since the epoch: groups of `together` at the same moment,
 * a second apart, the last ones at `now`.
 */
export function createdTogether(
  count: number,
  together: number | undefined,
  now: number,
): (index: number) => number {
  const size = together === undefined || together < 1 ? Math.max(count, 1) : together;
  const last = Math.floor(Math.max(count - 1, 0) / size);
  return (index) => now - (last - Math.floor(index / size)) * 1_000;
}

function attributeOf(seed: AttributeSeed): SchemaAttribute {
  const standard = { type: 'STRING', isMulti: false, isEntitlement: false } as const;
  return typeof seed === 'string' ? { ...standard, name: seed } : { ...standard, ...seed };
}
