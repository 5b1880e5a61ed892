import { describe, expect, it } from '@jest/globals';
import { similarName } from '../../src/model/similar-name.js';

describe('similarName', () => {
  const KNOWN = ['department', 'employeeNumber', 'e-mail', 'city', 'id'];

  it.each([
    ['Department', 'department'],
    [' department', 'department'],
    ['Employee Number', 'employeeNumber'],
    ['employee_number', 'employeeNumber'],
    ['EMAIL', 'e-mail'],
    ['departments', 'department'],
    ['epartment', 'department'],
    ['deqartment', 'department'],
    ['depatrment', 'department'],
    ['citi', 'city'],
    ['ID', 'id'],
    ['ids', undefined],
    ['departm', undefined],
    ['dapertment', undefined],
    ['', undefined],
    ['...', undefined],
  ])('"%s" may have meant %s', (written, meant) => {
    expect(similarName(written, KNOWN)).toBe(meant);
  });

  it('is not guessed if two names are equally close', () => {
    expect(similarName('mail4', ['mail1', 'mail2'])).toBeUndefined();
    expect(similarName('MAIL', ['mail', 'Mail'])).toBeUndefined();
    expect(similarName('mail 1', ['mail1', 'mail2'])).toBe('mail1');
  });

  it('takes no time over a text that is no name', () => {
    expect(similarName('x'.repeat(1_000_000), [`${'x'.repeat(1_000_000)}y`])).toBeUndefined();
  });
});
