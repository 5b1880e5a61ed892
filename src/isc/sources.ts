/** Sources: the requests, and what is kept of the replies. */
import { failureFor } from '../model/failure.js';
import { ACCOUNT } from '../model/object-kind.js';
import type { FileFormat, Source } from '../model/source.js';
import { similarName } from '../model/similar-name.js';
import { counted } from '../model/words.js';
import { booleanOr, countOf, type JsonObject, listOf, objectOf, textOf } from '../model/json.js';
import { equalsFilter, inFilters, PAGE_SIZE } from './addresses.js';
import type { Connection } from './connection.js';
import { ConnectionFailure, HttpRefusal } from './failures.js';
import { allDecoded, lacking, Unexpected } from './unexpected.js';

/**
 * Reads a source by its id. @throws HttpRefusal (404 if there is none) or ConnectionFailure, also if the reply is
 * another source.
 */
export async function getSource(connection: Connection, id: string): Promise<Source> {
  const path = connection.path('sources', `/${encodeURIComponent(id)}`);
  return connection.read('source', path, (json) => {
    const source = decodeSource(json, connection);
    if (source instanceof Unexpected || source.id.toLowerCase() === id.toLowerCase()) return source;
    return new Unexpected('`id` is not the one asked for');
  });
}

/**
 * Finds the one source with exactly this name; ISC's own comparison may be less strict.
 *
 * @throws StepFailure if there is none or more than one; HttpRefusal or ConnectionFailure.
 */
export async function findSourceByName(connection: Connection, name: string): Promise<Source> {
  const filters = equalsFilter('name', name);
  const found = await connection.read(
    'source-by-name',
    connection.path('sources', `?filters=${filters}&limit=10`),
    (json) => decodeSources(json, connection),
  );
  const exact = found.filter((source) => source.name === name);
  const [only] = exact;
  if (only !== undefined && exact.length === 1) return only;
  if (exact.length > 1) {
    throw failureFor('several-such-sources', {
      ...{ host: connection.host, name, sources: counted(exact.length, 'source') },
      ids: exact.map(({ id }) => id).join(', '),
    });
  }
  const meant = similarName(name, [
    ...new Set([...found, ...(await listSome(connection))].map(nameOfSource)),
  ]);
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  const quotes = NUMBER.test(name) ? READ_AS_NUMBER : '';
  throw failureFor('no-such-source', { host: connection.host, name, hint, quotes });
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;
/** GitHub reads a workflow's values as YAML before it passes them on as texts. */
const READ_AS_NUMBER =
  ' GitHub reads a name without quotes as a number and drops its zeros in front and at the end, so that 007 becomes 7: put quotes around it, such as source-name: "007".';

/** If a tenant has more sources, the hint uses only the first ones. */
const MAX_PAGES_FOR_HINT = 4;

/** The first sources of the tenant, for a hint; empty if they cannot be listed. */
async function listSome(connection: Connection): Promise<readonly Source[]> {
  const found: Source[] = [];
  try {
    for (let page = 0; page < MAX_PAGES_FOR_HINT; page += 1) {
      const path = connection.path('sources', `?limit=${PAGE_SIZE}&offset=${page * PAGE_SIZE}`);
      const sources = await connection.read(
        'source-by-name',
        path,
        (json) => decodeSources(json, connection),
        'never',
      );
      found.push(...sources);
      if (sources.length < PAGE_SIZE) break;
    }
  } catch (failure) {
    if (!(failure instanceof HttpRefusal || failure instanceof ConnectionFailure)) throw failure;
  }
  return found;
}

function nameOfSource({ name }: Source): string {
  return name;
}

/**
 * The sources with these ids, or with these names, in as few requests as possible. A list that may be incomplete is
 * left out, and everything if ISC refuses the filter. Request sources that are not in the result separately.
 *
 * @throws HttpRefusal of another kind, or ConnectionFailure.
 */
export async function listSources(
  connection: Connection,
  by: 'id' | 'name',
  values: readonly string[],
): Promise<readonly Source[]> {
  const operation = by === 'id' ? 'source' : 'source-by-name';
  const found: Source[] = [];
  try {
    for (const filters of inFilters(by, values)) {
      const path = connection.path('sources', `?filters=${filters}&limit=${PAGE_SIZE}`);
      const page = await connection.read(operation, path, (json) => decodeSources(json, connection));
      if (page.length < PAGE_SIZE) found.push(...page);
    }
  } catch (failure) {
    if (!(failure instanceof HttpRefusal) || ![400, 403, 404].includes(failure.httpStatus)) throw failure;
  }
  return found;
}

function decodeSources(json: unknown, connection: Connection): Source[] | Unexpected {
  if (!Array.isArray(json)) return new Unexpected('it is not a list');
  return allDecoded(json.map((one) => decodeSource(one, connection)));
}

function decodeSource(json: unknown, connection: Connection): Source | Unexpected {
  const source = objectOf(json) ?? {};
  const id = textOf(source['id']);
  const name = textOf(source['name']);
  if (id === undefined) return lacking('id', source['id']);
  if (name === undefined) return lacking('name', source['name']);
  const attributes = objectOf(source['connectorAttributes']) ?? {};
  return {
    id,
    name,
    objectType: ACCOUNT,
    ...whatItTakes(source, attributes),
    authoritative: typeof source['authoritative'] === 'boolean' ? source['authoritative'] : undefined,
    deleteThreshold: thresholdOf(source, attributes),
    file: fileFormatOf(attributes),
    entitlementFiles: entitlementFilesOf(attributes),
    buildMapRule: ruleOf(attributes['buildMapRule']),
    page: connection.pageOfSource(id),
  };
}

/**
 * A CSV goes to file sources, unless a virtual appliance reads their file (docs/isc-api.md#starting). What makes one is
 * its `connectionType`, which may stand in the connector's attributes alone; the type of a source that is still being
 * set up may be absent or "Generic".
 */
function whatItTakes(source: JsonObject, attributes: JsonObject): Pick<Source, 'takes' | 'kind'> {
  const named = textOf(source['type']);
  const type = named ?? 'without a type';
  const connection = textOf(source['connectionType']) ?? textOf(attributes['connectionType']);
  const isFile = connection?.toLowerCase() === 'file' || /^delimited ?file$/i.test(type);
  const cluster = objectOf(source['cluster']);
  if (!isFile) return { takes: 'none', kind: `a direct connection (${type})` };
  if (cluster === undefined) return { takes: 'file', kind: `a file source (${type})` };
  const appliance = textOf(cluster['name']) ?? textOf(cluster['id']) ?? 'unknown';
  return { takes: 'none', kind: `a file source whose file the virtual appliance "${appliance}" fetches` };
}

/**
 * The source's own delete threshold in percent. There are two copies of it, and which one holds is not documented:
 * the smaller one does where they differ.
 */
function thresholdOf(source: JsonObject, attributes: JsonObject): number | undefined {
  const copies = [source['deleteThreshold'], attributes['deleteThresholdPercentage']].map(countOf);
  const given = copies.filter((copy) => copy !== undefined);
  const above = given.filter((copy) => copy > 0);
  return above.length > 0 ? Math.min(...above) : given[0];
}

/** ISC's defaults for missing settings of the source (docs/isc-api.md#the-source). */
function fileFormatOf(attributes: JsonObject): FileFormat {
  return {
    delimiter: delimiterOf(textOf(attributes['delimiter'])),
    commentCharacter:
      typeof attributes['commentCharacter'] === 'string' ? attributes['commentCharacter'] : '#',
    hasHeader: booleanOr(attributes['hasHeader'], true),
    filterEmptyRecords: booleanOr(attributes['filterEmptyRecords'], false),
    mergeRows: booleanOr(attributes['mergeRows'], false),
    indexColumns: indexColumnsOf(attributes),
    ignoresLetterCase: booleanOr(attributes['isCaseInsensitiveMerge'], false),
    leavesOut: leftOutBy(attributes),
    hasBuildMapRule: ruleOf(attributes['buildMapRule']) !== undefined,
    deletionDisabled: booleanOr(attributes['checkDeletedDisabled'], false),
  };
}

/**
 * Settings for the files of a type begin with its name (`group.mergeRows`). Delimiter, comments and heading are the
 * source's if the type has none of its own (docs/isc-api.md#entitlements).
 */
function entitlementFilesOf(attributes: JsonObject): Source['entitlementFiles'] {
  const shared = Object.fromEntries(
    ['delimiter', 'commentCharacter', 'hasHeader'].flatMap((name) =>
      attributes[name] === undefined ? [] : [[name, attributes[name]]],
    ),
  );
  const byType = new Map<string, Record<string, unknown>>([['', shared]]);
  for (const [name, value] of Object.entries(attributes)) {
    const [, type, setting] = /^(.+)\.([^.]+)$/.exec(name) ?? [];
    if (type === undefined || setting === undefined) continue;
    byType.set(type, { ...(byType.get(type) ?? shared), [setting]: value });
  }
  return new Map(
    [...byType].map(([type, own]) => [
      type,
      { file: fileFormatOf(own), buildMapRule: ruleOf(own['buildMapRule']) },
    ]),
  );
}

/** A tab may be written as the two characters `\t`, or as six such as `\u0009` (docs/isc-api.md#the-source). */
function delimiterOf(written: string | undefined): string {
  if (written === undefined) return ',';
  if (written === '\\t') return '\t';
  const code = /^\\u([0-9a-f]{4})$/i.exec(written)?.[1];
  return code === undefined ? written : String.fromCharCode(Number.parseInt(code, 16));
}

/** `indexColumns`, a list or names separated by commas, or the single `indexColumn`. */
function indexColumnsOf({ indexColumn, indexColumns }: JsonObject): readonly string[] {
  const several = typeof indexColumns === 'string' ? indexColumns.split(',') : listOf(indexColumns);
  const names = (list: readonly unknown[]): readonly string[] =>
    list.flatMap((name) => (typeof name === 'string' ? (textOf(name.trim()) ?? []) : []));
  const found = names(several);
  return found.length > 0 ? found : names([indexColumn]);
}

/** The settings "Filter String" and "Number of Lines to Skip" (docs/isc-api.md#the-source); the name of the second is a guess. */
function leftOutBy(attributes: JsonObject): readonly string[] {
  const lines = Object.entries(attributes).find(([name]) =>
    /^(?:skip\w*lines|\w*lines\w*skip\w*)$/i.test(name),
  )?.[1];
  const skipped = countOf(lines) ?? 0;
  return [
    ...(textOf(attributes['filterString']) === undefined ? [] : ['rows that match its filter string']),
    ...(skipped === 0 ? [] : [skipped === 1 ? 'the first row' : `the first ${skipped} rows`]),
  ];
}

/** A rule is given by name, or as an object with more details. */
function ruleOf(value: unknown): string | undefined {
  if (typeof value === 'string') return textOf(value.trim());
  const rule = objectOf(value);
  return rule && (textOf(rule['name']) ?? textOf(rule['id']) ?? 'without a name');
}
