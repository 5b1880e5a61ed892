import { describe, expect, it } from '@jest/globals';
import { PROOFS, proofOf, type SeenOf } from '../../src/model/proof.js';

/** What each consequence of "unknown" must be: never green without a word, never sent. */
const UNKNOWN: Readonly<Record<keyof typeof PROOFS, RegExp>> = {
  list: /FAILED/,
  firstLoad: /FAILED, and nothing is sent/,
  start: /without a proof FAILED, and the file is not sent again/,
  end: /warning.*FAILED/,
  ours: /FAILED/,
};
const NAMES = Object.keys(UNKNOWN) as (keyof typeof PROOFS)[];

describe('proofs', () => {
  it.each(NAMES)('of %s have one consequence where nothing is proven', (name) => {
    expect(PROOFS[name].unknown).toMatch(UNKNOWN[name]);
    const proofs = Object.entries(PROOFS[name].seen);
    expect(proofs.map(([, proof]) => proof)).toEqual(
      expect.arrayContaining(['proven', 'contradicted', 'unknown']),
    );
    for (const [seen, proof] of proofs) expect(proofOf(name, seen as SeenOf<typeof name>)).toBe(proof);
  });

  it.each<[keyof typeof PROOFS, string]>([
    ['list', 'empty page'],
    ['firstLoad', 'tasks not readable'],
    ['firstLoad', 'an aggregation without counts'],
    ['start', 'not in a list that has proven nothing'],
    ['end', 'no list'],
    ['ours', 'values not shown'],
  ])('of %s: "%s" is unknown', (name, seen) => {
    expect(proofOf(name, seen as SeenOf<typeof name>)).toBe('unknown');
  });
});
