import { describe, expect, it } from '@jest/globals';
import type { Rule } from '../../src/model/finding.js';
import { AnnotationBudget } from '../../src/runtime/annotation-budget.js';
import { annotate, chooseAnnotations } from '../../src/report/annotations.js';
import {
  CONTEXT,
  finding,
  findings,
  many,
  NO_SECRETS,
  outcome,
  recordingToolkit,
  SOURCE,
  TARGET,
} from './fixtures.js';

const ROOM = { errors: 9, warnings: 9 };

function titles(annotations: readonly { place: { title?: string } }[]): (string | undefined)[] {
  return annotations.map(({ place }) => place.title);
}

describe('chooseAnnotations', () => {
  it('is at the file, line and column, with the rule as title', () => {
    const found = finding('unknown-column', 1, { column: 12, message: 'Column "x" is unknown.' });
    const { errors } = chooseAnnotations([outcome({ findings: findings(found) })], ROOM, []);
    expect(errors).toEqual([
      {
        message: 'Column "x" is unknown.',
        place: { title: 'unknown-column', file: 'data/hr.csv', startLine: 1, startColumn: 12 },
      },
    ]);
  });

  it.each<[string, Rule, number | undefined, object]>([
    [
      'no line for the file as a whole',
      'empty-file',
      undefined,
      { title: 'empty-file', file: 'data/hr.csv' },
    ],
    [
      'no column where none is known',
      'field-count',
      7,
      { title: 'field-count', file: 'data/hr.csv', startLine: 7 },
    ],
    [
      'no file for a setting of the source',
      'no-delete-threshold',
      undefined,
      { title: 'no-delete-threshold' },
    ],
  ])('names %s', (_, rule, line, place) => {
    const { errors } = chooseAnnotations([outcome({ findings: findings(finding(rule, line)) })], ROOM, []);
    expect(errors[0]?.place).toEqual(place);
  });

  it.each<[Rule, string]>([
    ['values-joined', 'Wrong. See https://github.com/vendor/action/blob/v1/docs/exports.md#values-joined'],
    ['delete-threshold', 'Wrong.'],
  ])('ends with the address of what to set in the export, if there is any: %s', (rule, message) => {
    const found = outcome({ findings: findings(finding(rule, 1, { message: 'Wrong.' })) });
    expect(chooseAnnotations([found], ROOM, [], CONTEXT).errors[0]?.message).toBe(message);
    expect(chooseAnnotations([found], ROOM, []).errors[0]?.message).toBe('Wrong.');
  });

  it.each(['/data/hr.csv', '../hr.csv', 'C:\\data\\hr.csv', '\\\\server\\hr.csv'])(
    'describes the place in words for %s, which is outside the workspace',
    (shown) => {
      const target = {
        ...TARGET,
        csv: { path: shown, name: 'hr.csv', shown, inWorkspace: false, sourceId: undefined },
      };
      const found = findings(finding('field-count', 3), finding('empty-file', undefined));
      const { errors } = chooseAnnotations([outcome({ target, findings: found })], ROOM, []);
      expect(errors).toEqual([
        { message: `${shown}: Wrong in line undefined.`, place: { title: 'empty-file' } },
        { message: `${shown}, line 3: Wrong in line 3.`, place: { title: 'field-count' } },
      ]);
    },
  );

  it('shows one of each rule before a second of any, and counts the rest in the first', () => {
    const found = findings(
      ...many('field-count', 5_000),
      finding('stray-quote', 9),
      finding('blank-identity', 8),
    );
    const { errors } = chooseAnnotations([outcome({ findings: found })], ROOM, []);
    expect(errors).toHaveLength(9);
    expect(titles(errors).slice(0, 4)).toEqual([
      'stray-quote',
      'field-count',
      'blank-identity',
      'field-count',
    ]);
    expect(errors[0]?.message).toBe(
      'Wrong in line 9.\n4,993 more errors without an annotation: 4,993 × field-count. See the job summary.',
    );
  });

  it('counts findings that were not kept', () => {
    const kept = findings(...many('field-count', 9));
    const found = { ...kept, counts: new Map<Rule, number>([['field-count', 20_000]]), errors: 20_000 };
    const { errors } = chooseAnnotations([outcome({ findings: found })], ROOM, []);
    expect(errors[0]?.message).toContain('19,991 more errors');
  });

  it('alternates between the sources, and names them', () => {
    const many8 = findings(...many('field-count', 8));
    const sources = ['A', 'B', 'C'].map((name) => outcome({ source: { ...SOURCE, name }, findings: many8 }));
    const { errors } = chooseAnnotations(sources, ROOM, []);
    expect(titles(errors)).toEqual(
      ['A', 'B', 'C', 'A', 'B', 'C', 'A', 'B', 'C'].map((n) => `${n}: field-count`),
    );
    expect(errors[0]?.message).toContain('15 more errors');
  });

  it('takes the severity from the finding: csv-checks: warn makes warnings of errors', () => {
    const found = findings(finding('field-count', 2, { severity: 'warning' }));
    const { errors, warnings } = chooseAnnotations([outcome({ findings: found })], ROOM, []);
    expect([errors.length, titles(warnings)]).toEqual([0, ['field-count']]);
  });

  it("puts ISC's own messages first, each with its kind", () => {
    const { errors, warnings } = chooseAnnotations(
      [
        outcome({
          messages: [
            { type: 'ERROR', text: 'broken' },
            { type: 'WARN', text: 'odd' },
            { type: 'INFO', text: 'fine' },
          ],
          findings: findings(finding('field-count', 2)),
        }),
      ],
      ROOM,
      [],
    );
    expect(errors.map(({ message }) => message)).toEqual(['broken', 'Wrong in line 2.']);
    expect(errors[0]?.place).toEqual({ title: 'ISC on HR Contractors' });
    expect(warnings.map(({ message }) => message)).toEqual(['odd']);
  });

  it("leaves out ISC's error that the final failure quotes, and keeps the others", () => {
    const messages = [
      { type: 'WARN', text: 'odd' },
      { type: 'ERROR', text: 'broken' },
      { type: 'ERROR', text: 'also broken' },
    ] as const;
    const failure = { message: 'ISC ended task t1 with an error. broken', next: '', cause: undefined };
    const { errors, warnings } = chooseAnnotations([outcome({ messages, failure })], ROOM, []);
    expect(errors.map(({ message }) => message)).toEqual(['also broken']);
    expect(warnings.map(({ message }) => message)).toEqual(['odd']);
  });

  it('keeps two of nine warnings for what is not about the file', () => {
    const found = findings(
      ...many('identity-blanks', 10, { severity: 'warning' }),
      ...many('field-count', 2, { severity: 'warning' }),
    );
    const messages = [1, 2, 3].map((n) => ({ type: 'WARN', text: `odd ${n}` }) as const);
    const only = chooseAnnotations([outcome({ findings: found })], ROOM, []).warnings;
    const both = chooseAnnotations([outcome({ findings: found, messages })], ROOM, []).warnings;
    expect([only.length, both.length]).toEqual([7, 9]);
    expect(only[0]?.message).toMatch(/\n5 more warnings without an annotation: 5 × identity-blanks\. See/);
    expect(both.filter(({ message }) => message.startsWith('odd'))).toHaveLength(3);
    expect(titles(both)).toContain('field-count');
  });

  it('has no annotations for a clean run', () => {
    expect(chooseAnnotations([outcome()], ROOM, [])).toEqual({ errors: [], warnings: [] });
    expect(chooseAnnotations([], ROOM, [])).toEqual({ errors: [], warnings: [] });
  });
});

describe('annotate', () => {
  it('counts warnings raised during the run towards the limit of nine', () => {
    const { toolkit, said } = recordingToolkit();
    const budget = new AnnotationBudget(toolkit, NO_SECRETS);
    for (let n = 1; n <= 11; n += 1) budget.warning(`raised ${n}`);
    const found = findings(...many('identity-blanks', 3, { severity: 'warning' }), ...many('field-count', 3));
    annotate([outcome({ findings: found })], budget, { docsUrl: undefined });
    const warnings = said.filter(({ kind }) => kind === 'warning');
    expect(warnings).toHaveLength(9);
    // The first of the end, so that it is seen even where an earlier step of a composite action has used the rest.
    expect(warnings[4]?.message).toBe(
      'raised 5\n5 more warnings without an annotation: 4 × of this run and 1 × identity-blanks. See the job summary.',
    );
    expect(said.filter(({ kind }) => kind === 'error')).toHaveLength(3);
  });

  it('keeps every message under what the runner shows', () => {
    const { toolkit, said } = recordingToolkit();
    const long = { message: 'x'.repeat(100_000) };
    annotate(
      [outcome({ findings: findings(...many('field-count', 20, long)) })],
      new AnnotationBudget(toolkit, NO_SECRETS),
      CONTEXT,
    );
    // Before each annotation stands where it belongs.
    expect(said.map(({ kind }) => kind).filter((kind) => kind === 'error')).toHaveLength(9);
    expect(Math.max(...said.map(({ message }) => message.length))).toBeLessThanOrEqual(4_096);
    expect(said.find(({ kind }) => kind === 'error')?.message).toContain('11 more errors');
  });
});
