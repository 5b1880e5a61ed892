import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readInputs } from '../../src/inputs/read-inputs.js';
import { outputsOf } from '../../src/report/outputs.js';

interface Described {
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: unknown;
}

const manifest = parse(readFileSync('action.yml', 'utf8')) as {
  readonly name: string;
  readonly description: string;
  readonly author: string;
  readonly branding: { readonly icon: string; readonly color: string };
  readonly inputs: Readonly<Record<string, Described>>;
  readonly outputs: Readonly<Record<string, Described>>;
  readonly runs: Readonly<Record<string, string>>;
};

/** The colours that GitHub's reference of metadata files allows. */
const COLOURS = ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'];

/** What has no default: who and what is meant. */
const WITHOUT_DEFAULT = [
  ...['max-creations', 'max-active-deletions', 'protected-accounts', 'plan-file'],
  ...['tenant', 'source-id', 'source-name', 'csv-path', 'sources'],
  ...['ignore-columns', 'show-values', 'warn-only'],
  // No limit of their own, no account, no file.
  ...['max-creations', 'max-active-deletions', 'protected-accounts', 'plan-file'],
];

describe('action.yml as the Marketplace wants it', () => {
  it('has a name and a description within its limits', () => {
    expect(manifest.name.length).toBeLessThanOrEqual(50);
    // The form of a release refuses more.
    expect(manifest.description.length).toBeLessThanOrEqual(125);
    expect(manifest.description).not.toMatch(/\n/);
    expect(manifest.author).not.toBe('');
  });

  it('has a colour and one of the icons of Feather 4.28 that GitHub takes', () => {
    expect(COLOURS).toContain(manifest.branding.color);
    expect(manifest.branding.icon).toBe('users');
  });

  it('runs what is committed, on a Node.js that runners have', () => {
    expect(manifest.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  });
});

describe('inputs and outputs', () => {
  const all = [...Object.entries(manifest.inputs), ...Object.entries(manifest.outputs)];

  it.each(all)('%s is described in sentences', (_, { description = '' }) => {
    expect(description.trim().length).toBeGreaterThan(15);
    expect(description.trim()).toMatch(/\.$/);
  });

  it.each(Object.entries(manifest.inputs))(
    '%s says its default',
    (name, { default: value, description = '' }) => {
      const says = typeof value === 'string' ? value !== '' : description.includes('Default:');
      expect(says).toBe(!WITHOUT_DEFAULT.includes(name));
    },
  );

  it('makes no input required: the runner does not enforce it', () => {
    expect(Object.values(manifest.inputs).filter((input) => 'required' in input)).toEqual([]);
  });

  it('accepts every default of action.yml as a valid value', async () => {
    const env = Object.fromEntries(
      Object.entries(manifest.inputs).map(([name, input]) => [
        `INPUT_${name.toUpperCase()}`,
        typeof input.default === 'string' ? input.default : '',
      ]),
    );
    const given = {
      ...env,
      INPUT_TENANT: 'acme',
      'INPUT_CLIENT-ID': 'id',
      'INPUT_CLIENT-SECRET': 'not-a-secret',
      'INPUT_SOURCE-NAME': 'HR',
    };
    const withoutDefaults = Object.fromEntries(
      Object.entries(given).filter(
        ([name]) => !(name in env) || given[name as keyof typeof given] !== env[name],
      ),
    );
    const settings = await readInputs(given, process.cwd());

    expect({ ...settings, githubToken: '' }).toEqual(await readInputs(withoutDefaults, process.cwd()));
  });

  it('names every output that there is, and no other', () => {
    const outputs = outputsOf({ outcomes: [], failure: undefined });

    expect(Object.keys(manifest.outputs).sort()).toEqual(Object.keys(outputs).sort());
  });
});
