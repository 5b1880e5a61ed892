import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { marked } from 'marked';
import {
  deletionCount,
  findHiddenPlans,
  hashedDeletions,
  hiddenPlan,
  planKeys,
  uncoveredDeletions,
} from '../../../src/aggregation/reviewed/hidden-plan.js';
import { verdictOn } from '../../../src/aggregation/reviewed/verdict.js';
import { aboutTo, hashOf, leavers, merged, planOf, SECRET, SHA256, SUBJECT } from './plans.js';

const IDS = leavers(2);
const PLAN = planOf(IDS);
const LINE = hiddenPlan(PLAN, SECRET);

/** Of any characters. The unit 'binary' of fast-check's strings first makes a list of all of them, which takes a second. */
const ANY_TEXT = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff })))
  .map((points) => String.fromCodePoint(...points));

/** Whether this body, as a comment of our own, would let the planned deletions through. */
function approves(body: string): boolean {
  return verdictOn(aboutTo(IDS), merged(body), SECRET).kind === 'approved';
}

describe('a hidden plan', () => {
  it('is found again in the comment that holds it, field by field', () => {
    const body = `<!-- marker -->\n${LINE}\n## Plan\n\nText.\n`;
    expect(findHiddenPlans(body, SECRET)).toEqual([{ kind: 'authentic', plan: PLAN }]);
    expect(approves(body)).toBe(true);
  });

  it('is found in a comment with the line ends of the web editor', () => {
    expect(approves(`<!-- marker -->\r\n${LINE}\r\n## Plan\r\n`)).toBe(true);
  });

  it('is one HTML comment that shows nothing and that nothing in it can end', () => {
    expect(LINE).toMatch(/^<!-- [^\n>]* -->$/);
    expect(LINE.slice(4, -3)).not.toContain('--');
    expect(marked.parse(`${LINE}\nText.`, { async: false }).replace(LINE, '').trim()).not.toMatch(/\w{20}/);
  });

  it('holds no id, and none that can be guessed: another secret gives other hashes', () => {
    const decoded = LINE.split(' ').map((word) => Buffer.from(word, 'base64').toString('latin1'));
    expect([LINE, ...decoded].join('\n')).not.toContain('contractor');
    expect(planOf(IDS, {}, 'another secret of tests').deletions).not.toEqual(PLAN.deletions);
    expect(decoded.join('\n')).not.toContain(SHA256);
    expect(planOf(IDS, {}, 'another secret of tests').fileHash).not.toBe(PLAN.fileHash);
    expect(planOf(IDS, { sourceId: 'f'.repeat(32) }).deletions).not.toEqual(PLAN.deletions);
    expect(planOf(IDS, { tenant: 'https://other.api.identitynow.com' }).deletions).not.toEqual(
      PLAN.deletions,
    );
  });

  it('holds no text of the file: columns are keyed hashes of their names', () => {
    const changes = {
      accounts: 5,
      unseen: 0,
      columns: { [hashOf('salary')]: [5, 0, 0] },
      notCompared: [],
    } as const;
    const line = hiddenPlan(planOf(IDS, { changes }), SECRET);
    const decoded = line.split(' ').map((word) => Buffer.from(word, 'base64').toString('latin1'));
    expect(decoded.join('\n')).toContain(hashOf('salary'));
    expect([line, ...decoded].join('\n')).not.toContain('salary');
    expect(hashOf('salary', 'another secret of tests')).not.toBe(hashOf('salary'));
  });

  it('takes less than 12 characters for each deletion, and 900 beside them', () => {
    expect(hiddenPlan(planOf(leavers(3_000)), SECRET).length).toBeLessThan(900 + 3_000 * 12);
  });

  it('tells a plan with another secret, and what it says it is for', () => {
    const other = hiddenPlan(planOf([], {}, 'another secret of tests'), 'another secret of tests');
    expect(findHiddenPlans(other, SECRET)).toEqual([{ kind: 'another-secret', subject: SUBJECT }]);
  });

  it('tells a format that is still to come', () => {
    expect(findHiddenPlans(LINE.replace('plan v2', 'plan v3'), SECRET)).toEqual([{ kind: 'another-format' }]);
  });
});

it('the keys stay as they are: with others, plans that wait for their merge would approve nothing', () => {
  const { columns, deletions, fingerprint, mac } = planKeys('a secret of tests', SUBJECT);
  expect([deletions.toString('hex'), columns.toString('hex'), mac.toString('hex'), fingerprint]).toEqual([
    '3ec0d00300f485ebbcb023cb46e334d0520ee6ed53fee55e5c975212f331f5ff',
    '2d34d16db3d60f8307a93e29d777193fb584e2a4df7e217619413417d66b63a2',
    '4c0d94df41fdc2ae99246a5f091450d9e397ca3f69d0820b71887cc216b8bb51',
    '79bb2a8dc4ee5855',
  ]);
});

describe('an edited plan', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  it.each([
    ['other words', 'v2 and nothing else'],
    ['a format that is no number', 'vX 0123456789abcdef AAAA AAAA AAAA'],
    ['facts that are no JSON', 'v2 0123456789abcdef AAAA AAAA AAAA'],
    ['facts without a source', `v2 0123456789abcdef ${base64('{"tenant":"https://t.example"}')} AAAA AAAA`],
    [
      'facts without a type',
      `v2 0123456789abcdef ${base64('{"tenant":"https://t.example","sourceId":"abc"}')} AAAA AAAA`,
    ],
    ['facts without a tenant', `v2 0123456789abcdef ${base64('{"sourceId":"abc"}')} AAAA AAAA`],
  ])('may have %s', (_name, words) => {
    const line = `<!-- sailpoint-source-aggregation-plan ${words} -->`;
    expect(findHiddenPlans(line, SECRET)).toEqual([{ kind: 'edited' }]);
  });

  it('approves nothing, whichever byte is replaced and by whatever', () => {
    const replacements = [' ', '\n', 'A', '/', '=', '-', '>', '0', '\u00e9'];
    for (let at = 0; at < LINE.length; at += 1) {
      for (const by of replacements) {
        const edited = LINE.slice(0, at) + by + LINE.slice(at + 1);
        if (edited !== LINE && approves(edited)) throw new Error(`Accepted with ${by} at ${at}.`);
      }
      const flipped = String.fromCharCode(LINE.charCodeAt(at) ^ 1);
      if (approves(LINE.slice(0, at) + flipped + LINE.slice(at + 1))) throw new Error(`Accepted at ${at}.`);
    }
  });

  it('approves nothing, whatever is put in, taken out or exchanged', () => {
    const spot = fc.nat(LINE.length - 1);
    const edit = fc.oneof(
      fc
        .tuple(spot, ANY_TEXT)
        .filter(([, text]) => text !== '')
        .map(([at, text]) => LINE.slice(0, at) + text + LINE.slice(at)),
      fc
        .tuple(spot, fc.integer({ min: 1, max: 40 }))
        .map(([at, count]) => LINE.slice(0, at) + LINE.slice(at + count)),
      fc.tuple(spot, spot).map(([a, b]) => {
        const text = LINE.split('');
        [text[a], text[b]] = [text[b] ?? '', text[a] ?? ''];
        return text.join('');
      }),
    );
    fc.assert(
      fc.property(edit, (edited) => {
        // A blank line put before it leaves the line itself as it was.
        fc.pre(!edited.split(/\r\n|[\n\r\u2028\u2029]/).includes(LINE));
        expect(approves(edited)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is made of the parts of two plans', () => {
    const other = hiddenPlan(planOf(leavers(500)), SECRET).split(' ');
    const words = LINE.split(' ');
    words.forEach((word, index) => {
      if (word === other[index]) return;
      const mixed = words.with(index, other[index] ?? '').join(' ');
      expect(approves(mixed)).toBe(false);
    });
  });

  it('never throws, whatever a comment holds', () => {
    const word = fc.oneof(
      fc.base64String(),
      fc.string(),
      fc.json().map((json) => btoa(encodeURI(json))),
    );
    const body = fc.oneof(
      ANY_TEXT,
      fc
        .array(word, { maxLength: 5 })
        .map((words) => `<!-- sailpoint-source-aggregation-plan v2 ${words.join(' ')} -->`),
    );
    fc.assert(
      fc.property(body, (text) => {
        expect(approves(text)).toBe(false);
      }),
    );
  });
});

const KEY = Buffer.alloc(32, 7);

const deletion = (identity: string, isInactive = false) => ({ identity, isInactive });

describe('the set of deletions', () => {
  it('knows exactly the ids that it was made of, in any order', () => {
    const some = fc.record({ identity: ANY_TEXT, isInactive: fc.boolean() });
    const ids = fc.uniqueArray(some, { selector: ({ identity }) => identity });
    fc.assert(
      fc.property(ids, fc.array(fc.string()), (reviewed, others) => {
        const bytes = hashedDeletions(KEY, reviewed);
        expect(deletionCount(bytes)).toBe(reviewed.length);
        expect(hashedDeletions(KEY, [...reviewed].reverse())).toEqual(bytes);
        const asked = [...reviewed, ...others.map((id) => deletion(id))];
        const known = new Set(reviewed.map(({ identity }) => identity));
        expect(uncoveredDeletions(bytes, KEY, asked).notReviewed).toEqual(
          asked.map(({ identity }) => identity).filter((id) => !known.has(id)),
        );
        expect(uncoveredDeletions(bytes, KEY, reviewed)).toEqual({ notReviewed: [], noLongerInactive: [] });
      }),
    );
  });

  it.each([
    ['active', 'active', false, false, []],
    ['active', 'inactive', false, true, []],
    ['inactive', 'inactive', true, true, []],
    ['inactive', 'active, or unknown', true, false, ['a']],
  ])('reviewed as %s, now %s', (_was, _is, was, is, noLongerInactive) => {
    const bytes = hashedDeletions(KEY, [deletion('a', was), deletion('b', !was)]);
    expect(uncoveredDeletions(bytes, KEY, [deletion('a', is)])).toEqual({
      notReviewed: [],
      noLongerInactive,
    });
  });

  it('takes ids that differ only in letter case, blanks or half surrogates for different ones', () => {
    const bytes = hashedDeletions(KEY, [deletion('a1'), deletion('\ud800')]);
    const others = ['A1', ' a1', '\ud801', '\ufffd'];
    expect(
      uncoveredDeletions(
        bytes,
        KEY,
        [...others, 'a1'].map((id) => deletion(id)),
      ).notReviewed,
    ).toEqual(others);
  });

  it('is empty without deletions, and then knows nothing', () => {
    expect(hashedDeletions(KEY, [])).toHaveLength(0);
    expect(uncoveredDeletions(Buffer.alloc(0), KEY, [deletion('a')]).notReviewed).toEqual(['a']);
  });
});
