import { describe, expect, it } from '@jest/globals';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ID_A, ID_B, inWorkspace, problemsOf, settingsOf } from './reading.js';

/** The names of the files and the sources that the inputs name, in order. */
async function named(
  inputs: Readonly<Record<string, string>>,
  workspace: string,
): Promise<readonly (readonly (string | undefined)[])[]> {
  const { targets } = await settingsOf(inputs, workspace);
  return targets.map(({ csv, sourceId, sourceName }) => [csv?.shown, sourceId ?? sourceName]);
}

describe('the file of one source', () => {
  it('is found relative to the workspace and shown as annotations need it', async () => {
    await inWorkspace(['exports/hr.csv'], async (workspace) => {
      const { targets } = await settingsOf(
        { 'source-id': ID_A, 'csv-path': './exports/../exports/hr.csv' },
        workspace,
      );
      expect(targets[0]?.csv).toMatchObject({ name: 'hr.csv', shown: 'exports/hr.csv' });
    });
  });

  it('names its source if nothing else does', async () => {
    await inWorkspace([`${ID_A.toUpperCase()}-hr.CSV`], async (workspace) => {
      const path = `${ID_A.toUpperCase()}-hr.CSV`;
      expect(await named({ 'csv-path': path }, workspace)).toEqual([[path, ID_A]]);
      expect(await named({ 'csv-path': path, 'source-name': 'HR' }, workspace)).toEqual([[path, 'HR']]);
    });
  });

  it.each([
    `${ID_A}.csv`,
    `${ID_A} - HR.csv`,
    `${ID_A}_x.csv`,
    `  ${ID_A}-x.csv`,
    `${ID_A.toUpperCase()}.CSV`,
    `${ID_A}-hr.txt`,
    `${ID_A}g.csv`,
    ID_A,
  ])('names its source as the File Upload Utility reads it: "%s"', async (name) => {
    await inWorkspace([name], async (workspace) => {
      const [target] = (await settingsOf({ 'csv-path': join(workspace, name) }, workspace)).targets;
      expect(target).toMatchObject({ sourceId: ID_A, csv: { sourceId: ID_A } });
    });
  });

  it.each([`${ID_A}0.csv`, `${ID_A.slice(1)}.csv`, `x${ID_A}.csv`, `${ID_A.slice(1)}g-x.csv`])(
    'names no source: "%s"',
    async (name) => {
      await inWorkspace([name], async (workspace) => {
        const { targets } = await settingsOf({ 'source-name': 'HR', 'csv-path': name }, workspace);
        expect(targets[0]?.csv?.sourceId).toBeUndefined();
      });
    },
  );

  it.each([
    [
      'a source id in its name that is not the one given',
      `${ID_B}-hr.csv`,
      /begins with the id of another source/,
    ],
    [
      'a name that is not there',
      'absent.csv',
      /"absent\.csv" does not exist\. There is no "absent\.csv" in the workspace\.$/,
    ],
    ['a folder', '.', /is not a file\. For all CSV files in a folder/],
    ['a way out of the workspace', '../../etc/hostname', /lies outside the workspace|does not exist/],
  ])('is refused: %s', async (_, path, message) => {
    await inWorkspace([`${ID_B}-hr.csv`], async (workspace) => {
      const problems = await problemsOf({ 'source-id': ID_A, 'csv-path': path }, workspace);
      expect(problems).toEqual([expect.stringMatching(message)]);
    });
  });

  it('without a source in any place is refused', async () => {
    await inWorkspace(['hr.csv'], async (workspace) => {
      expect(await problemsOf({ 'csv-path': 'hr.csv' }, workspace)).toEqual([
        expect.stringMatching(
          /^source-id: missing\. Give source-id or source-name.*which "hr\.csv" does not\.$/,
        ),
      ]);
    });
  });
});

describe('a glob in csv-path', () => {
  const FOLDER = [`exports/${ID_B}-b.csv`, `exports/${ID_A}-a.csv`, 'exports/sub/note.txt'];

  it('means all sources that its files name, in the order of their paths', async () => {
    await inWorkspace(FOLDER, async (workspace) => {
      expect(await named({ 'csv-path': 'exports/*.csv' }, workspace)).toEqual([
        [`exports/${ID_A}-a.csv`, ID_A],
        [`exports/${ID_B}-b.csv`, ID_B],
      ]);
    });
  });

  it.each(['**/*.csv', './exports/*', 'export?/*.csv', '[e]xports/*.csv'])('may be %s', async (glob) => {
    await inWorkspace(FOLDER, async (workspace) => {
      expect(await named({ 'csv-path': glob }, workspace)).toHaveLength(2);
    });
  });

  it('may be absolute', async () => {
    await inWorkspace(FOLDER, async (workspace) => {
      const glob = join(workspace, 'exports', '*.csv');
      expect((await named({ 'csv-path': glob }, workspace)).map(([, id]) => id)).toEqual([ID_A, ID_B]);
    });
  });

  it('takes one file for a source that is named', async () => {
    await inWorkspace(['exports/hr-2026-11-22.csv', 'exports/other.csv'], async (workspace) => {
      const inputs = { 'source-name': 'HR', 'csv-path': 'exports/hr-*.csv' };
      expect(await named(inputs, workspace)).toEqual([['exports/hr-2026-11-22.csv', 'HR']]);
    });
  });

  it('is a path if a file has exactly that name', async () => {
    await inWorkspace(['hr[1].csv', 'hr1.csv', 'what?.csv'], async (workspace) => {
      for (const path of ['hr[1].csv', 'what?.csv']) {
        expect(await named({ 'source-id': ID_A, 'csv-path': path }, workspace)).toEqual([[path, ID_A]]);
      }
    });
  });

  it('is looked up in a workspace whose own name looks like one', async () => {
    await inWorkspace([], async (parent) => {
      const workspace = join(parent, 'job [1] *');
      mkdirSync(workspace);
      writeFileSync(join(workspace, `${ID_A}-a.csv`), 'id\n1\n');
      expect(await named({ 'csv-path': '*.csv' }, workspace)).toEqual([[`${ID_A}-a.csv`, ID_A]]);
    });
  });

  it('names every file that names no source', async () => {
    const files = [...FOLDER, 'exports/hr.csv', `exports/${ID_A.slice(1)}-short.csv`, `exports/${ID_A}0.csv`];
    await inWorkspace(files, async (workspace) => {
      expect(await problemsOf({ 'csv-path': 'exports/*.csv' }, workspace)).toEqual([
        `csv-path: the name of "exports/${ID_A}0.csv" does not begin with the 32 hexadecimal digits of a source id.`,
        expect.stringMatching(/"exports\/c91808a.*-short\.csv" does not begin/),
        expect.stringMatching(/"exports\/hr\.csv" does not begin/),
      ]);
    });
  });

  it('is refused where two files name one source', async () => {
    await inWorkspace([`a/${ID_A}-1.csv`, `b/${ID_A.toUpperCase()}-2.csv`], async (workspace) => {
      expect(await problemsOf({ 'csv-path': '*/*.csv' }, workspace)).toEqual([
        `csv-path "b/${ID_A.toUpperCase()}-2.csv": the same source as csv-path "a/${ID_A}-1.csv". A source takes one file a step.`,
      ]);
    });
  });

  it('is refused where it matches two files and one source is named', async () => {
    await inWorkspace(FOLDER, async (workspace) => {
      const [problem] = await problemsOf({ 'source-name': 'HR', 'csv-path': 'exports/*.csv' }, workspace);
      expect(problem).toBe(
        `csv-path: "exports/*.csv" matches 2 files (exports/${ID_A}-a.csv, exports/${ID_B}-b.csv), but one source is named.`,
      );
    });
  });

  it.each([
    ['nothing matches', 'missing/*.csv', /"missing\/\*\.csv" matches no file/],
    ['only a folder matches', 'exp*', /matches no file/],
    ['there are two lines', 'exports/*.csv\nmore/*.csv', /contains a line break/],
    ['it would never be looked up', `${'*a'.repeat(9)}.csv`, /more than 8 asterisks/],
    ['there is a fault in it', 'a/../[/\0*', /cannot be looked up|matches no file/],
  ])('is refused where %s', async (_, glob, message) => {
    await inWorkspace(FOLDER, async (workspace) => {
      expect(await problemsOf({ 'csv-path': glob }, workspace)).toEqual([expect.stringMatching(message)]);
    });
  });

  it('does not skip a file silently: links that lead nowhere, or out of the workspace', async () => {
    await inWorkspace([`${ID_B}-outside.csv`], async (outside) => {
      await inWorkspace([], async (workspace) => {
        symlinkSync(join(outside, `${ID_B}-outside.csv`), join(workspace, `${ID_B}-b.csv`));
        expect(await problemsOf({ 'csv-path': '*.csv' }, workspace)).toEqual([
          expect.stringMatching(/b\.csv" lies outside the workspace/),
        ]);
        symlinkSync(join(workspace, 'gone.csv'), join(workspace, `${ID_A}-a.csv`));
        expect(await problemsOf({ 'csv-path': '*.csv' }, workspace)).toEqual([
          expect.stringMatching(/cannot be expanded: .*broken symbolic link/),
        ]);
      });
    });
  });

  it('is refused where it finds more files than any tenant has sources', async () => {
    const files = Array.from({ length: 1_001 }, (_, index) => `${index}.csv`);
    await inWorkspace(files, async (workspace) => {
      expect(await problemsOf({ 'csv-path': '*.csv' }, workspace)).toEqual([
        'csv-path: "*.csv" matches 1,001 files, more than 1,000. Narrow it down.',
      ]);
    });
  });
});
