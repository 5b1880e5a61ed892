import {
  BUSY_REPLIES,
  type AttributeValues,
  type RunPlan,
  type SchemaAttribute,
  type SourceKind,
  type TaskText,
} from '../model.js';
import type { SourceSeed } from '../source-seed.js';
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

const values: Shape<AttributeValues> = mapOf(scalarOr(nothingOr('', text), listOf(scalarOr(text, text))));

const attribute = object<Partial<SchemaAttribute> & { readonly name: string }>(
  'an attribute',
  {
    name,
    type: oneOf(['STRING', 'LONG', 'INT', 'BOOLEAN', 'DATE']),
    isMulti: flag,
    isEntitlement: flag,
  },
  ['name'],
);

const message = object<TaskText>('a message', { type: oneOf(['INFO', 'WARN', 'ERROR']), text }, [
  'type',
  'text',
]);

const run = object<RunPlan>('a run', {
  durationMs: milliseconds,
  completedEarlyMs: milliseconds,
  createdLateMs: milliseconds,
  completionStatus: nothingOr(null, text),
  messages: listOf(message),
  countsAs: oneOf(['numbers', 'strings']),
  withoutCounts: listOf(text),
  changesAccounts: flag,
});

/** A source as a person describes it. The compiler sees to it that no key of `SourceSeed` is forgotten. */
export const source: Shape<SourceSeed> = object<SourceSeed>(
  'a source',
  {
    name,
    id: textLike(/^[0-9a-f]{32}$/i, '32 hexadecimal digits are expected'),
    kind: oneOf(KINDS),
    authoritative: flag,
    deleteThreshold: wholeNumber(0, 100),
    connectorAttributes: mapOf(nothingOr('', text)),
    attributes: listOf(scalarOr(name, attribute)),
    identityAttribute: name,
    displayAttribute: name,
    accounts: listOf(values),
    remoteAccounts: listOf(values),
    run,
    busyReply: oneOf(BUSY_REPLIES),
    busyStatus: text,
    overrides: mapOf(anything),
  },
  ['name'],
);
