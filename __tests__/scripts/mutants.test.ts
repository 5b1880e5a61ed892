import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mutantsOf } from '../../scripts/mutants/mutators.mjs';
import { filesBelow, testsOf } from '../../scripts/mutants/tests-of.mjs';

describe('the tests of a file', () => {
  it.each<[string, string, string]>([
    [
      'have its name',
      'src/aggregation/common/upload-count.ts',
      '__tests__/aggregation/common/upload-count.test.ts',
    ],
    [
      'have its name and say which part of it',
      'src/aggregation/start/start-once.ts',
      '__tests__/aggregation/start/start-once-waits.test.ts',
    ],
    ['import it', 'src/isc/decode-task.ts', '__tests__/isc/tasks.test.ts'],
    ['import it by a helper', 'src/csv/check-file.ts', '__tests__/csv/spoilt-text.test.ts'],
    [
      'lie in the same folder below',
      'src/aggregation/compare/limits.ts',
      '__tests__/aggregation/compare/limits.test.ts',
    ],
    [
      'are those of the file that needs it, where nothing else is there',
      'src/aggregation/start/upload-waits.ts',
      '__tests__/aggregation/start/start-once.test.ts',
    ],
    [
      'are those that are said to be',
      'src/aggregation/compare/limits.ts',
      '__tests__/aggregation/compare/diagnoses.test.ts',
    ],
  ])('%s', (_name, file, test) => {
    expect(testsOf(file)).toContain(test);
  });

  it('are not there for a file that nobody imports', () => {
    expect(testsOf('src/index.ts')).toEqual([]);
  });

  it.each(['aggregation', 'csv', 'isc', 'http', 'github', 'inputs', 'report'])(
    'are there for what src/%s does',
    (room) => {
      const without = filesBelow(`src/${room}`).filter((file) => testsOf(file).length === 0);
      // It puts the parts of a connection together; the steps that run as a whole need it.
      expect(without).toEqual(room === 'isc' ? ['src/isc/open-connection.ts'] : []);
    },
  );

  it('exist', () => {
    expect(
      filesBelow('src')
        .flatMap(testsOf)
        .filter((test) => !existsSync(test)),
    ).toEqual([]);
  });
});

describe('a mistake in', () => {
  it.each<[string, string, readonly string[]]>([
    ['a condition', 'if (a) b = c;', ['if (false) b = c;', 'if (true) b = c;']],
    ['a choice', 'x = a ? b : c;', ['x = false ? b : c;', 'x = true ? b : c;']],
    ['a loop ends it, but makes none endless', 'while (a) b = c;', ['while (false) b = c;']],
    ['a comparison', 'x = a < b;', ['x = a <= b;']],
    ['a sum', 'x = a + b;', ['x = a - b;']],
    ['a text is none: people read it', 'x = "a" + b;', []],
    ['a number', 'x = 5;', ['x = (5 + 1);']],
    ['a place that does not exist', 'x = a ?? -1;', ['x = a ?? (-1 + 1);']],
    ['a question to all', 'x = a.every(b);', ['x = a.some(b);']],
    ['a call for its effect', 'await a(b);', [';']],
    ['a type is none: the compiler sees it', 'const x: 5 = y;', []],
  ])('%s', (_name, text, mutants) => {
    expect(mutantsOf('file.ts', text).map((mutant) => mutant.text)).toEqual(mutants);
  });
});
