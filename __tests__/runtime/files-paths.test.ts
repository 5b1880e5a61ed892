import { describe, expect, it } from '@jest/globals';
import { posix, win32 } from 'node:path';
import { isInside, patternIn, shownPath, slashPath } from '../../src/runtime/files.js';

/** Windows paths are tested on every system: `win32` of node:path behaves as Windows does. */

describe('a path inside a folder', () => {
  it.each([
    ['D:\\a\\identity', 'D:\\a\\identity\\data\\hr.csv'],
    ['D:\\a\\identity', 'D:\\a\\identity'],
    ['D:\\a\\identity', 'd:\\A\\Identity\\hr.csv'],
    ['D:\\a\\identity', 'D:\\a\\identity\\..data\\hr.csv'],
    ['D:\\a\\identity', 'D:/a/identity/data/hr.csv'],
    ['\\\\server\\share\\identity', '\\\\server\\share\\identity\\hr.csv'],
  ])('on Windows: %s holds %s', (folder, file) => {
    expect(isInside(folder, file, win32)).toBe(true);
  });

  it.each([
    ['D:\\a\\identity', 'D:\\a\\identity-2\\hr.csv'],
    ['D:\\a\\identity', 'D:\\a\\hr.csv'],
    ['D:\\a\\identity', 'D:\\a'],
    ['D:\\a\\identity', 'C:\\a\\identity\\hr.csv'],
    ['D:\\a\\identity', '\\\\server\\share\\hr.csv'],
  ])('on Windows: %s does not hold %s', (folder, file) => {
    expect(isInside(folder, file, win32)).toBe(false);
  });

  it.each([
    ['/work/identity', '/work/identity/..data/hr.csv', true],
    ['/work/identity', '/work/identity-2/hr.csv', false],
    ['/work/identity', '/work', false],
    // A backslash is a character of a name here.
    ['/work/identity', '/work/identity/..\\hr.csv', true],
  ])('elsewhere: whether %s holds %s is %s', (folder, file, holds) => {
    expect(isInside(folder, file, posix)).toBe(holds);
  });
});

describe('a file as annotations, links and the list of a commit name it', () => {
  it.each([
    ['D:\\a\\identity\\data\\hr.csv', 'data\\hr.csv', 'data/hr.csv'],
    ['D:\\a\\identity\\data\\hr.csv', 'data/hr.csv', 'data/hr.csv'],
    ['D:\\a\\identity\\data\\hr.csv', '.\\data\\..\\data\\hr.csv', 'data/hr.csv'],
    ['D:\\a\\identity\\data\\hr.csv', 'D:\\a\\identity\\data\\hr.csv', 'data/hr.csv'],
    ['C:\\exports\\hr.csv', 'C:\\exports\\hr.csv', 'C:\\exports\\hr.csv'],
  ])('on Windows: %s, written as %s, is %s', (file, written, shown) => {
    expect(shownPath('D:\\a\\identity', file, written, win32)).toBe(shown);
  });

  it('keeps a backslash in a name on other systems', () => {
    expect(slashPath('/work', '/work/data\\hr.csv', posix)).toBe('data\\hr.csv');
  });
});

describe('a pattern below the workspace', () => {
  it.each([
    ['D:\\a\\identity', 'data/*.csv', 'D:\\a\\identity\\data\\*.csv'],
    ['D:\\a\\[identity]', 'data\\*.csv', 'D:\\a\\[[]identity]\\data\\*.csv'],
    ['D:\\a\\identity', 'C:\\exports\\*.csv', 'C:\\exports\\*.csv'],
  ])('on Windows: %s and %s make %s', (workspace, written, pattern) => {
    expect(patternIn(workspace, written, win32)).toBe(pattern);
  });

  it('takes the characters of the folder literally', () => {
    expect(patternIn('/work/a*b?[c]', 'data/*.csv', posix)).toBe('/work/a[*]b[?][[]c]/data/*.csv');
  });
});
