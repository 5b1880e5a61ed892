import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { codeSpans, readPage } from '../../../__tests__/documents/documents.js';

interface Described {
  readonly description?: string;
  readonly default?: unknown;
}

const manifest = parse(readFileSync('sandbox/action.yml', 'utf8')) as {
  readonly description: string;
  readonly inputs: Readonly<Record<string, Described>>;
  readonly outputs: Readonly<Record<string, Described>>;
  readonly runs: Readonly<Record<string, string>>;
};

describe('sandbox/action.yml', () => {
  it('runs a step and an end of the job, on a Node.js that runners have', () => {
    // Without post-if the runner runs the end always: also after a failure, and when the job is cancelled.
    expect(manifest.runs).toEqual({ using: 'node24', main: 'start.js', post: 'stop.js' });
    expect(existsSync(join('sandbox', 'start.js')) && existsSync(join('sandbox', 'stop.js'))).toBe(true);
  });

  it('has these inputs and outputs', () => {
    expect(Object.keys(manifest.inputs)).toEqual(['sources', 'port']);
    expect(Object.keys(manifest.outputs)).toEqual(['base-url', 'client-id', 'client-secret']);
  });

  it.each([...Object.entries(manifest.inputs), ...Object.entries(manifest.outputs)])(
    '%s is described in sentences, and on sandbox/README.md',
    (name, { description = '', default: value }) => {
      expect(description.trim()).toMatch(/^.{20,}\.$/s);
      // A default in the manifest could not be told from a value that somebody has given.
      expect(value).toBeUndefined();
      expect(name in manifest.outputs || description.includes('Default:')).toBe(true);
      expect(codeSpans(readPage('sandbox/README.md'))).toContain(name);
    },
  );
});
