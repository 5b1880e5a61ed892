import { describe, expect, it } from '@jest/globals';
import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inWorkspace, problemsOf, settingsOf } from './reading.js';

describe('sources as the path of a file', () => {
  it.each(['lists/all.yml', './lists/all.yaml', 'all.JSON'])('is read: %s', async (path) => {
    await inWorkspace([path], async (workspace) => {
      writeFileSync(join(workspace, path), '[{ "source-name": " HR " }]');
      expect((await settingsOf({ sources: path }, workspace)).targets).toMatchObject([{ sourceName: 'HR' }]);
    });
  });

  it('may be longer than a variable', async () => {
    await inWorkspace(['all.yml'], async (workspace) => {
      const list = Array.from({ length: 900 }, (_, n) => `- source-name: ${'x'.repeat(200)} ${n}\n`).join('');
      writeFileSync(join(workspace, 'all.yml'), list);
      expect((await settingsOf({ sources: 'all.yml' }, workspace)).targets).toHaveLength(900);
    });
  });

  it('names the file with line and column of a problem', async () => {
    await inWorkspace(['all.yml'], async (workspace) => {
      writeFileSync(join(workspace, 'all.yml'), '- source-nam: x\n  max-deletions: 5\n');
      const [problem] = await problemsOf({ sources: 'all.yml' }, workspace);
      expect(problem).toMatch(/^sources \(all\.yml\), line 1, column 3: "source-nam" is not a key/);
    });
  });

  it.each<[string, (workspace: string, outside: string) => void, RegExp]>([
    ['missing', () => undefined, /"all\.yml" does not exist/],
    [
      'too large',
      (at) => {
        writeFileSync(join(at, 'all.yml'), '');
        truncateSync(join(at, 'all.yml'), 1_048_577);
      },
      /1,048,577 bytes, more than 1 MiB/,
    ],
    [
      'outside once links are followed',
      (at, outside) => {
        symlinkSync(join(outside, 'far.yml'), join(at, 'all.yml'));
      },
      /outside the workspace once links are followed/,
    ],
    [
      'no list',
      (at) => {
        writeFileSync(join(at, 'all.yml'), 'source-name: HR\n');
      },
      /\(all\.yml\), line 1, column 1: not a list/,
    ],
    [
      'not UTF-8',
      (at) => {
        writeFileSync(join(at, 'all.yml'), Buffer.from([0x2d, 0x20, 0xff]));
      },
      /is not UTF-8/,
    ],
  ])('is refused: %s', async (_, arrange, problem) => {
    await inWorkspace(['far.yml'], async (outside) => {
      await inWorkspace([], async (workspace) => {
        arrange(workspace, outside);
        expect(await problemsOf({ sources: 'all.yml' }, workspace)).toEqual([expect.stringMatching(problem)]);
      });
    });
  });
});

describe('YAML that means something else than it says', () => {
  it.each([
    [
      '- source-name: HR #1',
      /only the text before "#" was read as the value; the rest was a comment\. Put the value in quotes/,
    ],
    [
      '- source-name: HR: North',
      /": " in a value begins another key\. Put the value in quotes: source-name: "…"/,
    ],
    ['- csv-path: *.csv', /Put a value that begins with an asterisk in quotes/],
    ['- source-name: @HR', /begins with "@" means something else in YAML\. Put it in quotes: source-name/],
    ['- source-name: &HR x', /anchors \(&name\) are not supported/],
    ['- source-name:HR', /a space is missing after "source-name:"/],
    ['- source-id: a\n  source-name:HR', /line 2.*a space is missing after "source-name:"/],
    ['-source-id: a', /a space is missing after the hyphen/],
    ['-\tsource-id: a', /a tab\. YAML takes spaces for indentation: use spaces/],
    ['- source-id: a\n\tcsv-path: x', /use spaces|not valid YAML/],
    ['- source-id: a\n---\n- source-id: b', /a second document begins here \("---"\)/],
    ['- { source-name: HR #1, csv-path: x }', /the rest of the line is a comment/],
    ['lists/all.txt', /not a list\..*the path of a file ends with \.yml, \.yaml or \.json\./],
    ['source-name: People.yml', /not a list\. Each source is an entry that starts with a hyphen\.$/],
  ])('%j is refused in words', async (sources, problem) => {
    expect((await problemsOf({ sources }))[0]).toMatch(problem);
  });

  it('takes a comment that nobody could mean as a name', async () => {
    const { targets } = await settingsOf({
      sources: '- source-name: HR # the staff\n- source-name: "Ops #1"',
    });
    expect(targets.map(({ sourceName }) => sourceName)).toEqual(['HR', 'Ops #1']);
  });
});
