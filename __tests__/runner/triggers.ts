import type { Occasion } from './occasion.js';
import { refuseOthers, type RunnableWorkflow } from './syntax.js';

interface Filters {
  readonly branches?: readonly string[];
  readonly paths?: readonly string[];
}

type Scalar = string | boolean | number;

interface Input {
  readonly type: 'string' | 'boolean' | 'number';
  readonly required?: boolean;
  readonly default?: Scalar;
}

/** Whether `on` lets this occasion start the workflow. */
export function starts({ on }: RunnableWorkflow, occasion: Occasion): boolean {
  const { changed, event, payload, ref } = occasion;
  if (!(event in on)) return false;
  switch (event) {
    case 'push': {
      const filters = filtersOf(on[event], ['branches', 'paths']);
      const branch = ref.replace('refs/heads/', '');
      return matches(filters.branches, [branch]) && matches(filters.paths, changed);
    }
    case 'pull_request':
    case 'pull_request_target':
      return matches(filtersOf(on[event], ['paths']).paths, changed);
    case 'schedule':
      return (on[event] as readonly { cron: string }[]).some((one) => {
        refuseOthers(event, one, ['cron', 'timezone']);
        return one.cron === payload['schedule'];
      });
    case 'merge_group':
    case 'repository_dispatch':
      refuseOthers(event, on[event] ?? {}, []);
      return true;
    case 'workflow_dispatch':
      refuseOthers(event, on[event] ?? {}, ['inputs']);
      return true;
    default:
      throw new Error(`This runner does not know the event ${event}.`);
  }
}

function filtersOf(written: unknown, known: readonly string[]): Filters {
  refuseOthers('an event', written ?? {}, known);
  return written ?? {};
}

/** True if there is no filter, or if one of the names fits one of its patterns. */
function matches(patterns: readonly string[] | undefined, names: readonly string[]): boolean {
  if (patterns === undefined) return true;
  const tests = patterns.map(patternOf);
  return names.some((name) => tests.some((test) => test.test(name)));
}

function patternOf(pattern: string): RegExp {
  if (!/^[\w./*-]+$/.test(pattern)) throw new Error(`This runner does not know the pattern ${pattern}.`);
  const parts = pattern.split(/(\*\*|\*)/).map((part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part.replaceAll('.', '\\.');
  });
  return new RegExp(`^${parts.join('')}$`);
}

/** The context `inputs`: what was given, and the defaults of the rest. Throws for what GitHub would not take. */
export function inputsOf(
  { on }: RunnableWorkflow,
  event: 'workflow_dispatch' | 'workflow_call',
  given: Readonly<Record<string, Scalar>>,
): Readonly<Record<string, Scalar>> {
  const { inputs = {} } = (on[event] ?? {}) as { readonly inputs?: Readonly<Record<string, Input>> };
  refuseOthers(event, given, Object.keys(inputs));
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const value = given[name] ?? input.default;
      if (value === undefined && input.required === true) throw new Error(`The input ${name} is missing.`);
      return [name, typed(name, value ?? '', input)];
    }),
  );
}

function typed(name: string, value: Scalar, { type }: Input): Scalar {
  const text = String(value);
  switch (type) {
    case 'string':
      return text;
    case 'boolean':
      if (!['true', 'false', ''].includes(text)) throw new Error(`${name} is no Boolean.`);
      return text === 'true';
    case 'number':
      if (!Number.isFinite(Number(text))) throw new Error(`${name} is no number.`);
      return Number(text);
    default:
      throw new Error(`This runner does not know the type ${String(type)} of the input ${name}.`);
  }
}
