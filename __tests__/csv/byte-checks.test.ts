import { describe, expect, it } from '@jest/globals';
import { ByteChecks } from '../../src/csv/byte-checks.js';
import { FindingCollector } from '../../src/csv/findings-collector.js';

/** What the checks say of a file that comes in these blocks. */
function checked(...blocks: readonly (string | readonly number[])[]): {
  readonly found: readonly string[];
  readonly records: readonly string[];
  readonly goesOn: readonly boolean[];
  readonly readable: boolean;
  readonly lines: number;
} {
  const findings = new FindingCollector();
  const bytes = new ByteChecks(findings);
  const results = blocks.map((block) =>
    bytes.check(typeof block === 'string' ? Buffer.from(block) : Buffer.from(block)),
  );
  bytes.end();
  return {
    found: findings.result().kept.map(({ line, message, rule }) => `${rule}:${line ?? ''} ${message}`),
    records: results.map(({ records }) => records.toString()),
    goesOn: results.map(({ goesOn }) => goesOn),
    readable: bytes.readable,
    lines: bytes.lines,
  };
}

const A = [0x41, 0x0a];
/** Not valid in UTF-8. */
const BAD = [0xff, 0x0a];

describe('a byte order mark', () => {
  it.each<[string, readonly number[]]>([
    ['UTF-32', [0xff, 0xfe, 0, 0]],
    ['UTF-32', [0, 0, 0xfe, 0xff]],
    ['UTF-16', [0xff, 0xfe]],
    ['UTF-16', [0xfe, 0xff]],
  ])('of %s is named, with the command that converts the file', (encoding, mark) => {
    const { found, goesOn, readable, records } = checked([...mark, ...A], A);
    expect(found[0]).toBe(
      `encoding:1 The file is ${encoding}, as its byte order mark says, but ISC reads UTF-8. Export it as UTF-8, or convert it: iconv -f ${encoding} -t UTF-8 old.csv > new.csv`,
    );
    expect(readable).toBe(false);
    // Nothing that follows is read.
    expect(records[1]).toBe('');
    expect(goesOn[1]).toBe(false);
  });

  it('of UTF-8 is left out of the records', () => {
    const { found, readable, records } = checked([0xef, 0xbb, 0xbf, ...A]);
    expect(found.map((text) => text.split(' ')[0])).toEqual(['byte-order-mark:1']);
    expect([records, readable]).toEqual([['A\n'], true]);
  });
});

describe('lines', () => {
  it.each<[number, readonly (string | readonly number[])[]]>([
    [0, []],
    [1, ['a']],
    [1, ['a\n']],
    [2, ['a\n', 'b']],
    [3, ['a\n', 'b\n\n']],
  ])('%i: the last one counts with or without a line feed', (count, blocks) => {
    expect(checked(...blocks).lines).toBe(count);
  });
});

describe('lines that are not UTF-8', () => {
  it.each<[string, readonly (readonly number[])[], string]>([
    ['the first line', [[...BAD, ...A]], 'encoding:1 This line is not valid UTF-8'],
    ['a later one', [[...A, ...BAD]], 'encoding:2 This line is not valid UTF-8'],
    ['two of them', [BAD, BAD], 'encoding:1 2 lines are not valid UTF-8'],
    ['one line in two blocks', [[0xff], BAD], 'encoding:1 This line is not valid UTF-8'],
  ])('%s: one finding', (_, blocks, words) => {
    const { found, readable } = checked(...blocks);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(words)).toBe(true);
    expect(readable).toBe(false);
  });
});

describe('what ends the reading', () => {
  it.each<[string, string, string, string]>([
    ['a NUL byte', 'a\nb\0c\n', 'encoding:2', 'a\n'],
    ['a NUL byte after blank lines', '\n\n\0', 'encoding:3', '\n\n'],
    ['the begin of a merge conflict', 'a\n<<<<<<< ours\nb\n', 'merge-conflict:2', 'a\n'],
    ['its end, if the begin is missing', 'a\n>>>>>>> theirs\nb\n', 'merge-conflict:2', 'a\n'],
  ])('%s', (_, content, place, records) => {
    const all = checked(content);
    expect(all.found[0]?.split(' ')[0]).toBe(place);
    expect([all.records, all.goesOn, all.readable]).toEqual([[records], [false], false]);
  });

  it('is nothing in a sound file', () => {
    const all = checked('id,name\n1,<<<<<<<x\n');
    expect([all.found, all.goesOn, all.readable]).toEqual([[], [true], true]);
  });
});
