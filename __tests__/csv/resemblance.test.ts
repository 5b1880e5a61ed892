import { describe, expect, it } from '@jest/globals';
import {
  headingNames,
  isHeading,
  isRepeatedHeading,
  readsLikeName,
  resemblesHeading,
} from '../../src/csv/resemblance.js';
import { recordOf, schemaOf } from './checking.js';

const SCHEMA = schemaOf(['id', 'name', 'dept', 'job title']);

describe('a heading', () => {
  it.each<[readonly string[], boolean]>([
    [['id', 'x'], false],
    [['name', 'dept', 'x', 'y'], false],
    [['name', 'dept', 'x'], true],
    [['name', 'name', 'x'], false],
    [['name', 'x', 'y'], false],
    [['name', 'name', 'x', 'y'], false],
    [['ID', 'x'], false],
    [['Ada', 'Manager'], false],
  ])('%j: %s', (cells, is) => {
    expect(isHeading(cells, SCHEMA)).toBe(is);
  });
});

describe('a cell of a heading that may be named', () => {
  it.each<[string, boolean]>([
    ['floor', true],
    ['Straße 2', true],
    ['cost_centre.id-2', true],
    ['4711', false],
    ['ann@example.org', false],
    [' floor', false],
    ['two  spaces', false],
    ['name Ann', false],
    ['x'.repeat(65), false],
    ['', false],
  ])('%j: %s', (cell, may) => {
    expect(readsLikeName(cell, ['id', 'name'])).toBe(may);
  });
});

describe('a line that resembles a heading', () => {
  it.each<[readonly string[], boolean]>([
    [['ID', 'x', 'y'], true],
    [['Job-Title', 'x'], true],
    [['Job-Title', 'x', 'y'], false],
    [['Ada', 'Manager'], false],
    // Cells of punctuation alone are not the names of columns.
    [['-', '-', '--'], false],
  ])('%j: %s', (cells, is) => {
    expect(resemblesHeading(cells, SCHEMA)).toBe(is);
  });

  it('is not told by a column without letters in its name', () => {
    expect(resemblesHeading(['-'], schemaOf(['id', '_']))).toBe(false);
  });
});

describe('a record that repeats the heading', () => {
  const HEADINGS = headingNames(['id', 'name', 'dept', 'größe']);
  it.each<[string, readonly string[], number, boolean]>([
    ['the same', ['id', 'name', 'dept'], 0, true],
    ['by a name beyond ASCII', ['größe', 'id', 'name'], 0, true],
    ['a row that begins like a heading', ['it', 'name', 'dept'], 0, false],
    ['in another order', ['dept', 'id', 'name'], 0, true],
    ['after a byte order mark', ['\ufeffid', 'name', 'x'], 0, true],
    ['a person named like a column', ['7', 'name', 'dept'], 0, false],
    ['half of its cells', ['id', 'x'], 0, false],
    ['two of three cells', ['id', 'name', 'x'], 0, true],
    ['by its own identity column', ['name', '7', 'id'], 1, false],
    ['a row that is too short', [''], 0, false],
  ])('%s', (_, cells, identity, is) => {
    expect(isRepeatedHeading(recordOf(cells), identity, HEADINGS)).toBe(is);
  });
});
