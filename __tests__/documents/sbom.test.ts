import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The bill of materials of a release, held against the licenses that the build writes beside each bundle. */

interface Package {
  readonly SPDXID: string;
  readonly name: string;
  readonly versionInfo: string;
  readonly licenseDeclared: string;
  readonly primaryPackagePurpose: string;
  readonly checksums?: readonly { readonly algorithm: string; readonly checksumValue: string }[];
  readonly externalRefs?: readonly { readonly referenceLocator: string }[];
}

interface Bill {
  readonly spdxVersion: string;
  readonly packages: readonly Package[];
  readonly relationships: readonly {
    readonly spdxElementId: string;
    readonly relationshipType: string;
    readonly relatedSpdxElement: string;
  }[];
}

const made = spawnSync(process.execPath, ['scripts/sbom.mjs', 'v1.0.0'], { encoding: 'utf8' });
const bill = JSON.parse(made.stdout) as Bill;
const byId = new Map(bill.packages.map((one) => [one.SPDXID, one]));
const FOLDERS = ['dist', 'dist/sandbox', 'dist/sandbox-action'];

/** "name version" of each package that a bundle's licenses.txt begins an entry with. */
function licensed(folder: string): readonly string[] {
  const entries = readFileSync(`${folder}/licenses.txt`, 'utf8').split(
    /\n\n(?=[@a-z]\S* \d+\.\d+\.\d+\S*\n)/,
  );
  return entries.map((entry) => entry.split('\n')[0] ?? '').sort();
}

describe('the bill of materials', () => {
  it.each(FOLDERS)('lists what %s has licenses for, no more and no less', (folder) => {
    const bundle = bill.packages.find(({ name }) => name === `${folder}/index.js`);
    const inside = bill.relationships
      .filter(({ spdxElementId }) => spdxElementId === bundle?.SPDXID)
      .map(({ relatedSpdxElement }) => byId.get(relatedSpdxElement))
      .map((one) => `${one?.name ?? ''} ${one?.versionInfo ?? ''}`);

    expect(inside.length).toBeGreaterThan(2);
    expect([...new Set(inside)].sort()).toEqual(licensed(folder));
  });

  it.each(FOLDERS)('has the checksum of %s/index.js', (folder) => {
    const bytes = readFileSync(`${folder}/index.js`);
    const checksumValue = createHash('sha256').update(bytes).digest('hex');

    expect(bill.packages.find(({ name }) => name === `${folder}/index.js`)?.checksums).toEqual([
      { algorithm: 'SHA256', checksumValue },
    ]);
  });

  it('says of each package its license, its address for npm, and the checksum of its archive', () => {
    const libraries = bill.packages.filter((one) => one.primaryPackagePurpose === 'LIBRARY');

    expect(libraries.filter((one) => one.licenseDeclared === 'NOASSERTION')).toEqual([]);
    for (const { checksums, externalRefs, name, versionInfo } of libraries) {
      expect(checksums).toEqual([
        { algorithm: 'SHA512', checksumValue: expect.stringMatching(/^[0-9a-f]{128}$/) as unknown },
      ]);
      const [npm] = externalRefs ?? [];
      expect(npm?.referenceLocator).toBe(`pkg:npm/${name.replace('@', '%40')}@${versionInfo}`);
    }
  });

  it('is sound as SPDX: every element has its own id, and every relationship leads to one', () => {
    const ids = bill.packages.map(({ SPDXID }) => SPDXID);
    const ends = bill.relationships.flatMap((one) => [one.spdxElementId, one.relatedSpdxElement]);

    expect(bill.spdxVersion).toBe('SPDX-2.3');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^SPDXRef-[\w.-]+$/.test(id))).toEqual([]);
    expect(ends.filter((id) => id !== 'SPDXRef-DOCUMENT' && !byId.has(id))).toEqual([]);
  });

  it('needs the tag of a release', () => {
    const { status, stdout } = spawnSync(process.execPath, ['scripts/sbom.mjs', 'main'], {
      encoding: 'utf8',
    });

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });
});
