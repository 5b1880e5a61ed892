import { describe, expect, it } from '@jest/globals';
import {
  ALL_WORDS,
  NO_WORDS,
  REST_NOT_SHOWN,
  shownPart,
  type ShownWords,
  wordsOfLine,
  WORDS_NOT_SHOWN,
} from '../../src/model/shown-words.js';

const IDS = new Set(['4711', 'ada@people.example', 'CN=Ada Marsh,OU=HR', '{7f-1}', 'svc$', '12']);
const upTo: ShownWords = { kind: 'up-to-identities', has: (text) => IDS.has(text) };

describe('up to the first native identity', () => {
  it.each([
    ['Account 4711 was skipped.', 'Account'],
    ['Row 3: "ada@people.example", 4711.', 'Row 3: "'],
    ['Not found: CN=Ada Marsh,OU=HR (twice)', 'Not found:'],
    ['The owner of {7f-1} is gone.', 'The owner of'],
    ['svc$ has no name.', ''],
  ])('%s', (text, start) => {
    expect(shownPart(text, upTo)).toBe(start + REST_NOT_SHOWN);
  });

  it.each([
    ['no identity', 'The source is locked for maintenance.'],
    ['an identity only within a longer word', 'Request 47110 and x4711 failed.'],
    ['a number that is too short to tell anything', '12 rows were skipped.'],
  ])('shows all of a text with %s', (_name, text) => {
    expect(shownPart(text, upTo)).toBe(text);
  });

  it('shows nothing beyond what has been searched', () => {
    expect(shownPart(`${'x'.repeat(1_990)} and much more, such as 4711`, upTo)).toBe(
      `${'x'.repeat(1_990)} and much${REST_NOT_SHOWN}`,
    );
  });
});

describe('of a file whose first line may be a heading', () => {
  const shown: ShownWords = { kind: 'not-of-first-line', words: new Set(wordsOfLine('Id,Full name,Straße')) };

  it('shows a text that quotes nothing of that line, and no other', () => {
    expect(shownPart('The source is locked.', shown)).toBe('The source is locked.');
    for (const text of ['The column "FULL" is unknown.', 'Unknown: straße', 'No id.'])
      expect(shownPart(text, shown)).toBe(WORDS_NOT_SHOWN);
  });
});

it('shows all, or only that there are words', () => {
  expect(shownPart('Account 4711.', ALL_WORDS)).toBe('Account 4711.');
  expect(shownPart('Account 4711.', NO_WORDS)).toBe(WORDS_NOT_SHOWN);
  expect(shownPart('', NO_WORDS)).toBe('');
});
