import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** How a step, a job or a workflow ended. */
export type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

/** What an expression sees: the contexts by their names, and the status that `success()` and its like ask for. */
export interface Scope {
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly status: Result;
}

/** An expression between `${{` and `}}`. */
const EXPRESSION = /\$\{\{([^]*?)\}\}/g;
const STATUS_FUNCTION = /\b(?:success|failure|always|cancelled) *\(/;

/** The value of an expression, by GitHub's own evaluator. Throws for names that a real runner has and this one lacks. */
function evaluate(expression: string, { contexts, status }: Scope): data.ExpressionData {
  refuseUnknown(expression, contexts);
  const functions = Object.entries({
    always: true,
    success: status === 'success',
    failure: status === 'failure',
    cancelled: status === 'cancelled',
  }).map(([name, value]) => ({ name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return new Evaluator(parsed, values, new Map(functions.map((one) => [one.name, one]))).evaluate();
}

/** An absent property is null, which would hide that the simulated context is incomplete. */
function refuseUnknown(expression: string, contexts: Scope['contexts']): void {
  for (const [access, context = '', name = ''] of expression.matchAll(/\b(github|runner|job)\.([\w-]+)/g)) {
    const known = Object.keys(contexts[context] ?? {});
    if (!known.includes(name)) throw new Error(`This runner has no ${access}.`);
  }
}

/** Text with its expressions filled in, as `env` and `with` are. */
export function fillText(text: unknown, scope: Scope): string {
  return String(text).replace(EXPRESSION, (_, inner: string) => evaluate(inner, scope).coerceString());
}

/** All values of a mapping as text. */
export function fillAll(
  mapping: Readonly<Record<string, unknown>> | undefined,
  scope: Scope,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping ?? {}).map(([name, value]) => [name, fillText(value, scope)]),
  );
}

/** A value that may be a single expression, such as `${{ fromJSON(…) }}`: then its value, whatever its type. */
export function fillValue(value: unknown, scope: Scope): unknown {
  const single = typeof value === 'string' ? /^\$\{\{([^]*)\}\}$/.exec(value.trim())?.[1] : undefined;
  if (single === undefined) return typeof value === 'string' ? fillText(value, scope) : value;
  return JSON.parse(JSON.stringify(evaluate(single, scope), data.replacer)) as unknown;
}

/** Whether `if` lets a step or job run: without a status function, only after success. */
export function holds(condition: string | boolean | undefined, scope: Scope): boolean {
  if (condition === undefined) return scope.status === 'success';
  const written = String(condition).trim();
  const expression = /^\$\{\{([^]*)\}\}$/.exec(written)?.[1] ?? written;
  if (expression.includes('${{')) throw new Error(`This runner has no "if" of several parts: ${written}`);
  if (!STATUS_FUNCTION.test(expression) && scope.status !== 'success') return false;
  return isTruthy(evaluate(expression, scope));
}

function isTruthy(value: data.ExpressionData): boolean {
  const plain = JSON.parse(JSON.stringify(value, data.replacer)) as unknown;
  return plain !== null && plain !== false && plain !== 0 && plain !== '';
}
