import { expect, it } from '@jest/globals';
import { inputVariables } from '../../scripts/runner.mjs';
import { inputsOfAction } from './inputs.js';

const MANIFEST = { inputs: { 'source-name': {}, 'dry-run': { default: 'false' } }, outputs: {} };

it.each([
  ['a default, and nothing where there is none', {}, { 'SOURCE-NAME': '', 'DRY-RUN': 'false' }],
  ['an empty value in place of the default', { 'dry-run': '' }, { 'SOURCE-NAME': '', 'DRY-RUN': '' }],
  ['a name in any letter case', { 'Source-Name': 'HR' }, { 'SOURCE-NAME': 'HR', 'DRY-RUN': 'false' }],
])('the runner hands over %s', (_, given, expected) => {
  const { values, warnings } = inputsOfAction(MANIFEST, given);
  const names = Object.entries(expected).map(([name, value]) => [`INPUT_${name}`, value]);

  expect([inputVariables(values), warnings]).toEqual([Object.fromEntries(names), []]);
});

it('the runner warns of an input that the action does not have, and hands it over', () => {
  const { values, warnings } = inputsOfAction(MANIFEST, { tpyo: '1', 'a b': '2' });

  expect(values).toMatchObject({ tpyo: '1', a_b: '2' });
  expect(warnings).toEqual([
    "Unexpected input(s) 'tpyo', 'a b', valid inputs are ['source-name', 'dry-run']",
  ]);
});
