import type { SandboxSource } from '../model.js';
import { meets, parseFilters, type FilterRules } from '../filters.js';
import { page } from '../paging.js';
import { badRequest, json, notFound, Refused, text } from '../replies.js';
import { connectionsReply, schemaReply, sourceReply } from '../source-replies.js';
import type { Call, Perform } from './operation.js';

const FILTERS: FilterRules = { id: ['eq', 'in', 'sw'], name: ['eq', 'in', 'sw', 'co'] };

/** `GET sources`. */
export const listSources: Perform = ({ world, query }) => {
  const conditions = parseFilters(query.get('filters'), FILTERS);
  const found = world.tenant
    .sources()
    .filter((source) => meets(conditions, (field) => (field === 'id' ? source.id : source.name)));
  return page(found, query, (source) => sourceReply(source, world.settings.sources));
};

/** `GET sources/{id}`. */
export const getSource: Perform = (call) =>
  json(200, sourceReply(sourceOf(call), call.world.settings.sources));

/** `GET sources/{id}/schemas`. */
export const getSchemas: Perform = (call) => {
  const source = sourceOf(call);
  const names = call.query.get('include-names')?.split(',') ?? ['account'];
  const wanted = names.includes('account') && call.query.get('include-types') !== 'group';
  return json(200, wanted ? [schemaReply(source)] : []);
};

/** `GET sources/{id}/schemas/accounts`: the heading of the file, for delimited file sources only. */
export const getSchemaHeader: Perform = (call) => {
  const source = sourceOf(call);
  if (source.kind === 'direct') {
    throw new Refused(badRequest('The account schema can be downloaded for delimited file sources only.'));
  }
  return text(200, 'text/csv', source.schema.attributes.map((attribute) => attribute.name).join(','));
};

/** `GET sources/{id}/connections`. */
export const getConnections: Perform = (call) => json(200, connectionsReply(sourceOf(call)));

/** The source named by the path; throws `Refused` (404) if there is none. */
export function sourceOf(call: Call): SandboxSource {
  const source = call.world.tenant.source(call.id);
  if (source === undefined) throw new Refused(notFound(`Source with id "${call.id}" was not found.`));
  return source;
}
