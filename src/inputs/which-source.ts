/** The source that one entry of the inputs means: by id, by name, or by the name of its file. */
import { ACCOUNT } from '../model/object-kind.js';
import { labelOf, type CsvLocation, type Target } from '../model/settings.js';
import type { Problems } from './reader.js';

/** The format of ids in ISC and its tools: usually 32 hex digits; nothing that could change a URL's path. */
const SOURCE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** How a source was named in the inputs of the step or in an entry of `sources`; '' if it was not. */
export interface GivenNames {
  readonly sourceId: string;
  readonly sourceName: string;
  readonly csv: CsvLocation | undefined;
  /**
   * True if a key is misspelled or has no value. It may be the one that names the source, and its own problem says
   * enough.
   */
  readonly hasWrongKey?: boolean;
}

/**
 * The source that is meant: by its id, its name, or else the id in the name of its file. Anything missing or
 * contradictory becomes a problem of the input whose name `label` returns.
 */
export function nameSource(
  { csv, hasWrongKey = false, sourceId, sourceName }: GivenNames,
  label: (input: string) => string,
  problems: Problems,
): Pick<Target, 'sourceId' | 'sourceName'> {
  const inFileName = csv?.sourceId;
  if (sourceId !== '' && !SOURCE_ID.test(sourceId)) {
    problems.add(
      label('source-id'),
      `"${sourceId}" is not an id. An id consists of letters, digits, "-" and "_", as in the address of the source's page.`,
    );
  }
  if (sourceId !== '' && inFileName !== undefined && inFileName !== sourceId.toLowerCase()) {
    problems.add(
      label('csv-path'),
      `the file name "${csv?.name ?? ''}" begins with the id of another source than source-id "${sourceId}".`,
    );
  }
  if (sourceId === '' && sourceName === '' && inFileName === undefined && !hasWrongKey) {
    const nameless = csv === undefined ? '' : `, which "${csv.shown}" does not`;
    problems.add(
      label('source-id'),
      `missing. Give source-id or source-name, or a csv-path whose file name begins with the 32 hexadecimal digits of the source id${nameless}.`,
    );
  }
  const byFile = sourceName === '' ? inFileName : undefined;
  return {
    sourceId: sourceId === '' ? byFile : sourceId,
    sourceName: sourceName === '' ? undefined : sourceName,
  };
}

/** A target, and where it was given for messages. */
export interface GivenTarget {
  readonly target: Target;
  readonly place: string;
}

/**
 * Refuses to aggregate accounts, or entitlements of one type, of a source twice in one step: the second file would
 * delete what the first one added. Two targets of which one has only an id and the other only a name are compared later, once the tenant has been asked
 * (find-sources.ts).
 */
export function refuseSameSource(given: readonly GivenTarget[], problems: Problems): void {
  given.forEach(({ target, place }, index) => {
    const { objectType } = target;
    const earlier = given
      .slice(0, index)
      .find((one) => one.target.objectType === objectType && isSameSource(one.target, target));
    if (earlier === undefined) return;
    const what =
      objectType === ACCOUNT
        ? 'A source takes one file a step.'
        : `A source takes one file of the type "${objectType}" a step.`;
    problems.add(place, `the same source as ${earlier.place}. ${what}`);
  });
}

/**
 * Refuses not to wait where accounts and entitlements of a source stand in one step: its accounts start once ISC has
 * ended its entitlements.
 */
export function refuseHalvesWithoutWait(
  targets: readonly Target[],
  { wait }: { readonly wait: boolean },
  problems: Problems,
): void {
  const entitlements = targets.filter(({ objectType }) => objectType !== ACCOUNT);
  const both = targets.find(
    (target) => target.objectType === ACCOUNT && entitlements.some((one) => isSameSource(one, target)),
  );
  if (wait || both === undefined) return;
  problems.add(
    'wait',
    `must be true for "${labelOf(both)}": its accounts start once ISC has ended the aggregation of its entitlements.`,
  );
}

function isSameSource(a: Target, b: Target): boolean {
  const [idOfA, idOfB] = [idOf(a), idOf(b)];
  // Two sources of a tenant may have the same name, so ids decide if both are known.
  if (idOfA !== undefined && idOfB !== undefined) return idOfA === idOfB;
  return a.sourceName !== undefined && a.sourceName === b.sourceName;
}

function idOf({ csv, sourceId }: Target): string | undefined {
  return sourceId?.toLowerCase() ?? csv?.sourceId;
}
