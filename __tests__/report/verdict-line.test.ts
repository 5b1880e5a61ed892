import { expect, it } from '@jest/globals';
import { NO_COUNTS } from '../../src/model/task.js';
import { verdictLine } from '../../src/report/page/status-words.js';
import { failed, outcome } from './fixtures.js';

it.each([
  [
    outcome(),
    'HR Contractors: SUCCESS after 1 min 12 s: 12 created, 30 updated, 2 deleted, 1,956 unchanged.',
  ],
  [outcome({ counts: { ...NO_COUNTS, deleted: 0 } }), 'HR Contractors: SUCCESS after 1 min 12 s: 0 deleted.'],
  [failed('HR', 'No.'), 'HR: FAILED after 1 min 12 s.'],
])('%#: says how a source ended', (ended, line) => {
  expect(verdictLine(ended)).toBe(line);
});
