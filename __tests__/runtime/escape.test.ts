import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  codeSpan,
  forAnnotation,
  forLog,
  forMarkdown,
  forMarkdownLines,
  forUrlPath,
  link,
  withoutMiddle,
} from '../../src/runtime/escape.js';

const MEGABYTE = 1024 * 1024;

describe('forLog', () => {
  it.each([
    ['plain text', 'HR: 12 rows (ü, 日本, 🙂)', 'HR: 12 rows (ü, 日本, 🙂)'],
    ['a command', '::error::stop', ': :error::stop'],
    ['a command after blanks', '  ::set-env name=X::1', '  : :set-env name=X::1'],
    ['a command after a line end', 'a\n::error::stop', 'a ⏎ ::error::stop'],
    ['other line ends', 'a\r\nb\rc\u2028d\u0085e', 'a ⏎ b ⏎ c ⏎ d ⏎ e'],
    ['the old command form, anywhere', 'x ##[error]stop', 'x ## [error]stop'],
    ['a command hidden by a control character', ':\u0000:error::x', ': :error::x'],
    ['the old form hidden by an invisible character', '#\u200b#[group]', '## [group]'],
    ['colours', '\u001b[31;1mred\u001b[0m', 'red'],
    ['a terminal title', '\u001b]0;title\u0007text', 'text'],
    ['a lone escape', 'a\u001bb', 'ab'],
    ['text turned around', 'abc\u202ecba\u2066x\u2069', 'abccbax'],
    ['a tab', 'a\tb', 'a b'],
    ['half a surrogate pair', 'a\ud83d', 'a'],
    ['nothing', '', ''],
  ])('shows %s', (_, text, shown) => {
    expect(forLog(text, 200)).toBe(shown);
  });

  it('cuts what is too long, and says so', () => {
    expect(forLog('abcdefghij', 5)).toBe('abcd…');
    expect(forLog('abc🙂🙂', 5)).toBe('abc…');
  });

  it.each([
    ['colons', ':'.repeat(MEGABYTE)],
    ['escapes', '\u001b]'.repeat(MEGABYTE / 2)],
    ['line ends', '\n'.repeat(MEGABYTE)],
    ['blanks', ' '.repeat(MEGABYTE)],
  ])('shortens a megabyte of %s quickly', (_, text) => {
    const start = process.cpuUsage();
    for (const made of [forLog, forAnnotation, forMarkdown, forMarkdownLines, codeSpan]) {
      made(text, 4_000);
    }
    const { user } = process.cpuUsage(start);
    // Of processor time, in microseconds: other processes do not count. The square of a megabyte takes minutes.
    expect(user).toBeLessThan(10_000_000);
    expect(forLog(text, 100).length).toBeLessThanOrEqual(100);
  });

  it('never gives the runner a command, whatever comes in', () => {
    const hostile = fc.array(
      fc.constantFrom(':', '::', '##[', '#', '[', ' ', '\n', '\r', '\u001b[', 'm', '\u202e', '\u0000', 'x'),
    );
    fc.assert(
      fc.property(hostile, (parts) => {
        const line = forLog(parts.join(''), 60);
        expect(line).not.toMatch(/[\n\r]|^\s*::|##\[/);
      }),
    );
  });
});

describe('forAnnotation', () => {
  it('keeps lines, which the toolkit escapes, and makes each harmless', () => {
    expect(forAnnotation('a\r\n::error::b\n##[group]c', 200)).toBe('a\n: :error::b\n## [group]c');
  });
});

describe('forMarkdown', () => {
  it.each([
    ['plain text', 'Rows 2-4 of "HR" (new).', 'Rows 2-4 of "HR" (new).'],
    ['an underscore in a name', 'employee_id', 'employee_id'],
    ['emphasis', '*a* _b_ ~c~', '&#42;a&#42; &#95;b&#95; &#126;c&#126;'],
    ['HTML', '<img src=x onerror=1>', '&#60;img src=x onerror=1&#62;'],
    ['an entity', '&lt;', '&#38;lt;'],
    ['a comment', '<!-- x -->', '&#60;!-- x --&#62;'],
    ['a link', '[a](b)', '&#91;a&#93;(b)'],
    ['a picture', '![a](b)', '!&#91;a&#93;(b)'],
    ['code', '`a`', '&#96;a&#96;'],
    ['a cell', 'a|b', 'a&#124;b'],
    ['a backslash', '\\|', '&#92;&#124;'],
    ['a formula', '$a$', '&#36;a&#36;'],
    ['a mention', '@octocat', '@&#8203;octocat'],
    ['an address', 'a@b.example', 'a@&#8203;b.example'],
    ['an issue', 'fixes #12', 'fixes &#35;&#8203;12'],
    ['an issue elsewhere', 'a/b#12', 'a/b&#35;&#8203;12'],
    ['an issue by its prefix', 'GH-12', 'GH-&#8203;12'],
    ['an automatic link', 'https://evil.example', 'https:&#8203;//evil.example'],
    ['an automatic link without scheme', 'www.evil.example', 'www&#8203;.evil.example'],
    ['an emoji name', ':tada:', '&#58;&#8203;tada:'],
    ['a heading', '# x', '&#35; x'],
    ['a list', '- x', '&#45; x'],
    ['a numbered list', '1. x', '1&#46; x'],
    ['a quote', '> x', '&#62; x'],
    ['several lines', 'a\n\n# b', 'a  &#35; b'],
    ['colours', '\u001b[31mred', 'red'],
  ])('shows %s as it is written', (_, text, markdown) => {
    expect(forMarkdown(text, 200)).toBe(markdown);
  });

  it('leaves nothing that Markdown, HTML or GitHub would act on, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(forMarkdown(text, 50)).not.toMatch(/[<>`*[\]|\\~$\n]|@\w|(?<!&)#|:\/\/|\bwww\./);
      }),
    );
  });

  it('keeps lines apart where asked', () => {
    expect(forMarkdownLines('a\n- b\n<c>', 200)).toBe('a<br>&#45; b<br>&#60;c&#62;');
  });

  it.each([
    ['Set `api-version: v1`.', 'Set `api-version: v1`.'],
    ['`http://a:b@c.example:1` here', '`http://a:b@c.example:1` here'],
    ['`a` and @b `<c>`', '`a` and @&#8203;b `<c>`'],
    ['one ` alone', 'one &#96; alone'],
    ['`a\nb`', '&#96;a<br>b&#96;'],
    ['``a``', '&#96;&#96;a&#96;&#96;'],
    ['` `', '&#96; &#96;'],
  ])('keeps code between backticks where asked, so that it can be copied: %j', (text, markdown) => {
    expect(forMarkdownLines(text, 200)).toBe(markdown);
  });
});

describe('codeSpan', () => {
  it.each([
    ['a@b.example', '`a@b.example`'],
    ['a`b', '`` a`b ``'],
    ['```', '```` ``` ````'],
    ['a\nb', '`a b`'],
    ['', '–'],
    [' \u202e ', '–'],
  ])('shows %j exactly', (text, markdown) => {
    expect(codeSpan(text, 100)).toBe(markdown);
  });
});

describe('addresses', () => {
  it('encodes what would end a path or a Markdown link', () => {
    expect(forUrlPath('data/a b)#?(ü.csv')).toBe('data/a%20b%29%23%3F%28%C3%BC.csv');
    expect(forUrlPath('a\ud83d')).toBe('a%EF%BF%BD');
  });

  it.each([
    ['https://a.example/x', '[text](https://a.example/x)'],
    ['https://a.example/x) [y](z|', '[text](https://a.example/x%29%20%5By%5D%28z%7C)'],
    ['javascript:alert(1)', 'text'],
    ['not an address', 'text'],
    [undefined, 'text'],
  ])('links to %j only if it is http(s)', (url, markdown) => {
    expect(link('text', url)).toBe(markdown);
  });
});

describe('withoutMiddle', () => {
  it('keeps both ends', () => {
    const text = `start ${'x'.repeat(500)} trackingId 42`;
    const short = withoutMiddle(text, 60);
    expect(short).toMatch(/^start x+ \[…\] x* ?trackingId 42$/);
    expect(short.length).toBeLessThanOrEqual(60);
    expect(withoutMiddle('short', 60)).toBe('short');
  });
});
