import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';

/** An extract of the vendor's own specification (specification/README.md). */
const FILE = new URL('specification/isc-v1.json', import.meta.url);

type Json = Readonly<Record<string, unknown>>;

/** Where a reply differs from the specification, as `path keyword`. */
export function differences(path: string, method: 'get' | 'post', status: number, body: unknown): string[] {
  const validate = validatorOf(path, method, status);
  validate(body);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
}

/** The media types that the specification names for a reply. */
export function mediaTypes(path: string, method: 'get' | 'post', status: number): string[] {
  return Object.keys(contentOf(path, method, status));
}

function validatorOf(path: string, method: 'get' | 'post', status: number): ValidateFunction {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const media = contentOf(path, method, status)['application/json'] as { schema: Json };
  return ajv.compile(jsonSchemaOf(media.schema) as Json);
}

function contentOf(path: string, method: 'get' | 'post', status: number): Json {
  const specification = JSON.parse(readFileSync(FILE, 'utf8')) as {
    paths: Partial<
      Record<string, Partial<Record<string, { responses: Partial<Record<number, { content: Json }>> }>>>
    >;
  };
  const content = specification.paths[path]?.[method]?.responses[status]?.content;
  if (content === undefined) throw new Error(`The specification has no ${method} ${path} with ${status}.`);
  return content;
}

/**
 * OpenAPI 3.0 as JSON Schema: `nullable` becomes a type of its own, and examples are removed. An object may have only
 * the properties that are named, so that a misspelt one is found.
 */
function jsonSchemaOf(schema: unknown, closed = true): unknown {
  if (Array.isArray(schema)) return schema.map((one) => jsonSchemaOf(one, closed));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = schema as Json;
  const converted: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(rest)) {
    if (keyword === 'properties') {
      const properties = Object.entries(value as Json).map(([name, one]) => [name, jsonSchemaOf(one)]);
      converted[keyword] = Object.fromEntries(properties) as unknown;
    } else if (keyword === 'allOf') converted[keyword] = jsonSchemaOf(value, false);
    else if (keyword === 'enum' || keyword === 'required') converted[keyword] = value;
    else if (keyword !== 'example') converted[keyword] = jsonSchemaOf(value);
  }
  const describesObject = 'properties' in converted || 'allOf' in converted;
  if (closed && describesObject && !('additionalProperties' in converted)) {
    converted['unevaluatedProperties'] = false;
  }
  return nullable === true ? { anyOf: [{ type: 'null' }, converted] } : converted;
}
