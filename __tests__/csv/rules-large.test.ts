import { describe, expect, it } from '@jest/globals';
import { checkIn, findingsOf, schemaOf } from './checking.js';

/** What takes seconds to read lies apart from the other cases of the rules. */
it.each<[string, string, readonly string[]]>([
  ['a record of megabytes that ends', `id,name,dept\n1,A,${'x'.repeat(2 << 20)}\n`, []],
  ['a record without end', `id,name,dept\n1,A,${'x'.repeat((4 << 20) + 1)}\n`, ['record-too-long:2']],
  [
    'a quote that is open for megabytes',
    `id,name,dept\n0,"A,x\n${Array.from({ length: 4_500 }, (_, i) => `${i + 1},${'B'.repeat(1_000)},y\n`).join('')}1,A\n`,
    ['unterminated-quote:2', 'field-count:4503'],
  ],
])('findings about %s', async (_what, content, expected) => {
  expect(await findingsOf(content)).toEqual(expected);
});

describe('a heading', () => {
  /** Of processor time, in microseconds: other processes do not count. */
  async function costOf(columns: number): Promise<number> {
    const names = ['id', ...Array.from({ length: columns }, (_, index) => `column${index}`)];
    const before = process.cpuUsage();
    await checkIn(1 << 20, `${names.join(',')}\n`, { schema: schemaOf(names) });
    const { system, user } = process.cpuUsage(before);
    return system + user;
  }

  it('of very many columns is compared in a time that grows with their number, not with its square', async () => {
    await costOf(2_000);
    const few = await costOf(2_000);
    // 32 times the columns; the square would be a thousand times as much.
    expect(await costOf(64_000)).toBeLessThan(few * 300);
  });
});
