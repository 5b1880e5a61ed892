import type { Manifest, Strings } from '../support/workflow.js';

/** The inputs of an action as a step hands them over, and what the runner says of them before it starts the action. */
export interface GivenInputs {
  readonly values: Strings;
  readonly warnings: readonly string[];
}

/**
 * Every input of the manifest: what `with` gives, be it empty, else the default, else nothing. One that the manifest does
 * not have is handed over as well, with a warning.
 */
export function inputsOfAction(
  { inputs }: Manifest,
  given: Strings,
  fill: (text: string) => string = withoutExpressions,
): GivenInputs {
  const names = Object.keys(inputs);
  const isKnown = (name: string): boolean => names.includes(name.toLowerCase());
  const defaults = Object.entries(inputs).map(([name, { default: value = '' }]) => [name, fill(value)]);
  const lower = Object.entries(given).map(([name, value]) => [
    name.toLowerCase().replaceAll(' ', '_'),
    value,
  ]);
  const unexpected = Object.keys(given).filter((name) => !isKnown(name));
  const list = (all: readonly string[]): string => all.map((name) => `'${name}'`).join(', ');
  return {
    values: { ...Object.fromEntries(defaults), ...Object.fromEntries(lower) } as Strings,
    warnings:
      unexpected.length === 0
        ? []
        : [`Unexpected input(s) ${list(unexpected)}, valid inputs are [${list(names)}]`],
  };
}

/** Where a test has no workflow around the step, there is no token either. */
function withoutExpressions(text: string): string {
  return text.includes('${{') ? '' : text;
}
