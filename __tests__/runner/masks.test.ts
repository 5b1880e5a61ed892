import { expect, it } from '@jest/globals';
import { Masks } from './masks.js';

it.each([
  ['the whole', 'said one\ntwo', 'said ***'],
  ['its first line', 'one more', '*** more'],
  ['the line behind a carriage return', 'a three', 'a ***'],
  ['nothing of an empty line', 'a  b', 'a  b'],
])('of a value of several lines the runner hides %s', (_, text, shown) => {
  const masks = new Masks(['one\ntwo', 'a line\r\n\r\nthree']);

  expect(masks.hide(text)).toBe(shown);
  expect(masks.covers(text)).toBe(text !== shown);
});

it('of two values that overlap the runner hides the longer one first', () => {
  expect(new Masks(['key', 'key of a door']).hide('a key of a door, a key')).toBe('a ***, a ***');
});
