/** ISC's filter language, as far as the operations here support it. */
import { assertNever } from './model.js';
import { badRequest, Refused } from './replies.js';

const COMPARISONS = ['eq', 'sw', 'co', 'ge', 'gt', 'le', 'lt'] as const;
type Comparison = (typeof COMPARISONS)[number];

/** One condition of ISC's filter language; several are joined with `and`. */
export type Condition =
  | { readonly operator: Comparison; readonly field: string; readonly value: string }
  | { readonly operator: 'in'; readonly field: string; readonly values: readonly string[] }
  | { readonly operator: 'isnull'; readonly field: string };

/** The operators that each field supports; anything else is refused with 400, as by ISC. */
export type FilterRules = Readonly<Record<string, readonly Condition['operator'][]>>;

/** Reads a `filters` parameter; throws `Refused` (400) for what the operation does not support. */
export function parseFilters(filters: string | null, rules: FilterRules): readonly Condition[] {
  if (filters === null || filters.trim() === '') return [];
  const tokens = tokensOf(filters);
  const conditions: Condition[] = [];
  let at = 0;
  for (;;) {
    const { condition, next } = conditionAt(tokens, at);
    if (!(rules[condition.field]?.includes(condition.operator) ?? false)) {
      throw unsupported(`${condition.field} ${condition.operator}`);
    }
    conditions.push(condition);
    if (next >= tokens.length) return conditions;
    if (!isWord(tokens[next], 'and')) throw unsupported(shown(tokens[next]));
    at = next + 1;
  }
}

/** True if a record meets every condition; `read` returns its fields. */
export function meets(
  conditions: readonly Condition[],
  read: (field: string) => string | null | undefined,
): boolean {
  return conditions.every((condition) => {
    const value = read(condition.field) ?? null;
    if (condition.operator === 'isnull') return value === null;
    if (value === null) return false;
    if (condition.operator === 'in') return condition.values.includes(value);
    return compares(condition.operator, value, condition.value);
  });
}

/**
 * `ge`, `gt`, `le` and `lt` compare times, and are false for anything else; `eq` treats two spellings of one time as
 * equal.
 */
function compares(operator: Comparison, value: string, asked: string): boolean {
  switch (operator) {
    case 'sw':
      return value.startsWith(asked);
    case 'co':
      return value.includes(asked);
    case 'eq':
      return value === asked || (ISO_TIME.test(value) && Date.parse(value) === Date.parse(asked));
    case 'ge':
      return Date.parse(value) >= Date.parse(asked);
    case 'gt':
      return Date.parse(value) > Date.parse(asked);
    case 'le':
      return Date.parse(value) <= Date.parse(asked);
    case 'lt':
      return Date.parse(value) < Date.parse(asked);
    default:
      return assertNever(operator);
  }
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT/;

interface Token {
  readonly kind: 'word' | 'sign' | 'string';
  readonly text: string;
}

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|([(),])|([^\s"(),]+))/y;

function tokensOf(filters: string): readonly Token[] {
  const tokens: Token[] = [];
  const whole = filters.trimEnd();
  let at = 0;
  while (at < whole.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(whole);
    if (found === null) throw unsupported(whole.slice(at));
    const [, string, sign, word] = found;
    if (string !== undefined) tokens.push({ kind: 'string', text: string.replace(/\\(.)/g, '$1') });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'word', text: word ?? '' });
    at = TOKEN.lastIndex;
  }
  return tokens;
}

function conditionAt(tokens: readonly Token[], at: number): { condition: Condition; next: number } {
  const field = tokens[at];
  const operator = tokens[at + 1];
  if (field?.kind !== 'word') throw unsupported(shown(field));
  if (isWord(operator, 'isnull')) {
    return { condition: { operator: 'isnull', field: field.text }, next: at + 2 };
  }
  if (isWord(operator, 'in')) {
    const { values, next } = listAt(tokens, at + 2);
    return { condition: { operator: 'in', field: field.text, values }, next };
  }
  for (const known of COMPARISONS) {
    if (!isWord(operator, known)) continue;
    const value = valueOf(tokens[at + 2]);
    if (['ge', 'gt', 'le', 'lt'].includes(known) && Number.isNaN(Date.parse(value))) throw unsupported(value);
    return { condition: { operator: known, field: field.text, value }, next: at + 3 };
  }
  throw unsupported(shown(operator));
}

function listAt(tokens: readonly Token[], at: number): { values: string[]; next: number } {
  if (!isSign(tokens[at], '(')) throw unsupported(shown(tokens[at]));
  const values: string[] = [];
  for (let next = at + 1; ; next += 2) {
    values.push(valueOf(tokens[next]));
    const after = tokens[next + 1];
    if (isSign(after, ')')) return { values, next: next + 2 };
    if (!isSign(after, ',')) throw unsupported(shown(after));
  }
}

function valueOf(token: Token | undefined): string {
  if (token === undefined || token.kind === 'sign') throw unsupported(shown(token));
  return token.text;
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.text === sign;
}

function shown(token: Token | undefined): string {
  return token === undefined ? 'end of the filter' : token.text;
}

function unsupported(where: string): Refused {
  return new Refused(badRequest(`The filter is not valid or not supported here: ${where}`));
}
