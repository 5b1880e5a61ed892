import { describe, expect, it } from '@jest/globals';
import { contradictionIn, type EndFacts } from '../../../src/aggregation/follow/contradiction.js';
import type { ValueChanges } from '../../../src/model/value-changes.js';
import { NO_COUNTS } from '../../../src/model/task.js';
import { PLAN } from '../../report/fixtures.js';
import { peopleCounts } from '../../support/planned-people.js';

const FITTING: EndFacts = {
  status: 'SUCCESS',
  counts: { total: 40, created: 1, updated: 5, deleted: 3, unchanged: 34, ignored: 0 },
  messages: [],
  hasBuildMapRule: false,
  isOptimized: true,
  plan: { ...PLAN, created: 1, deleted: 3 },
  sentFile: true,
  csv: { rows: 41, accounts: 40 },
};

/** The plan to change a value in 5 accounts, of which every column was compared. */
function planned(changes: Partial<ValueChanges> = {}): Partial<EndFacts> {
  const seen = { compared: 40, unseen: 0, affected: 5, comparedColumns: 1, columns: [] };
  const more = {
    people: peopleCounts(5),
    affectedInNotation: 0,
    notCompared: [],
    transitions: [],
    ids: [],
    profileUse: undefined,
  };
  const plan = { ...PLAN, created: 1, deleted: 3 };
  return { plan: { ...plan, values: { kind: 'compared', changes: { ...seen, ...more, ...changes } } } };
}

/** ISC has updated another number of accounts. */
const SIX: Partial<EndFacts> = { counts: { ...FITTING.counts, updated: 6 } };

/** A file that was only uploaded. */
const NO_PLAN: Partial<EndFacts> = { plan: undefined, csv: undefined };

describe('what ISC reports, held against the plan', () => {
  it.each<[string, Partial<EndFacts>]>([
    ['all of it fits', {}],
    ['ISC gives no counts', { counts: NO_COUNTS }],
    ['nothing was planned or read', { plan: undefined, csv: undefined }],
    [
      'a source that takes no file has no accounts',
      { ...NO_PLAN, sentFile: false, counts: { ...NO_COUNTS, total: 0 } },
    ],
    [
      'a rule rewrites the rows',
      { hasBuildMapRule: true, counts: { ...NO_COUNTS, total: 9, created: 9, deleted: 9 } },
    ],
    ['as many accounts were updated as planned', planned()],
    ['no values were compared', SIX],
    ['ISC updates every account, changed or not', { ...planned(), ...SIX, isOptimized: false }],
    ['an account was not seen', { ...planned({ unseen: 1 }), ...SIX }],
    [
      'some change only in notation, and ISC keeps them as they are',
      planned({ affected: 7, affectedInNotation: 2 }),
    ],
    ['some change only in notation, and ISC updates one', planned({ affected: 6, affectedInNotation: 2 })],
    ['a column was not compared', { ...planned({ notCompared: [{ column: 'a', why: 'ignored' }] }), ...SIX }],
    ['there is a warning beside WARNING', { status: 'WARNING', messages: [{ type: 'ERROR', text: 'x' }] }],
    ['there is information beside SUCCESS', { messages: [{ type: 'INFO', text: 'x' }] }],
  ])('is silent where %s', (_, changes) => {
    expect(contradictionIn({ ...FITTING, ...changes })).toBeUndefined();
  });

  it.each<[string, Partial<EndFacts>]>([
    ['0 read (40 in the file)', { counts: { ...FITTING.counts, total: 0 } }],
    ['2 created (1 planned)', { counts: { ...FITTING.counts, created: 2 } }],
    ['4 deleted (3 planned)', { counts: { ...FITTING.counts, deleted: 4 } }],
    // No delete threshold can be why.
    ['0 deleted (3 planned)', { counts: { ...FITTING.counts, deleted: 0 }, hasThreshold: false }],
    [
      '2 created (1 planned)',
      { counts: { ...FITTING.counts, created: 2, deleted: 0 }, plan: { ...PLAN, created: 1, deleted: 0 } },
    ],
    ['41 read (40 in the file)', { plan: undefined, counts: { ...NO_COUNTS, total: 41 } }],
    ['no account read from the file', { ...NO_PLAN, counts: { ...NO_COUNTS, total: 0 } }],
    [
      'no account read from the file',
      { hasBuildMapRule: true, counts: { ...FITTING.counts, total: 0, created: 9 } },
    ],
    ['6 updated (5 planned)', { ...planned(), ...SIX }],
    ['6 updated (7 to 9 planned)', { ...planned({ affected: 9, affectedInNotation: 2 }), ...SIX }],
    ['1 record ignored', { hasBuildMapRule: true, counts: { ...NO_COUNTS, ignored: 1 } }],
    ['1 record ignored', { counts: { ...FITTING.counts, ignored: 1 } }],
    ['a warning message despite the status SUCCESS', { messages: [{ type: 'WARN', text: 'x' }] }],
    ['an error message despite the status SUCCESS', { messages: [{ type: 'ERROR', text: 'x' }] }],
  ])('names what does not fit: %s', (words, changes) => {
    expect(contradictionIn({ ...FITTING, ...changes })).toBe(
      `What ISC reports does not match the plan: ${words}. Check the source in ISC.`,
    );
  });

  it('lets a tenant count the accounts that it has deleted among those that it has read', () => {
    const counts = { ...FITTING.counts, total: 43 };
    expect(contradictionIn({ ...FITTING, counts })).toBeUndefined();
  });

  it.each([
    [20, /ISC shows 20 %/],
    [undefined, /ISC shows none/],
  ])(
    'names the delete threshold (%s), not another run, where planned deletions were skipped',
    (percent, words) => {
      const counts = { ...FITTING.counts, deleted: 0 };
      const plan = { ...PLAN, created: 1, deleted: 1 };
      const said = contradictionIn({ ...FITTING, counts, plan, deleteThreshold: percent });
      expect(said).toMatch(
        /0 deleted \(1 planned\)\. Probably the delete threshold of the source stopped it/,
      );
      expect(said).toMatch(words);
      expect(said).toContain('Another run would end the same way.');
    },
  );

  it('says all of it in one sentence', () => {
    const counts = { ...FITTING.counts, total: 0, created: 0, deleted: 4 };
    expect(contradictionIn({ ...FITTING, counts })).toBe(
      'What ISC reports does not match the plan: 0 created (1 planned), 4 deleted (3 planned) and 0 read (40 in the file). Check the source in ISC.',
    );
  });
});
