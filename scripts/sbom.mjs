// Prints the bill of materials of a release (SPDX 2.3): node scripts/sbom.mjs v1.2.3 > sbom.spdx.json
// It names what the build has put into each bundle (dist/packages.json), with versions and licenses, and the
// checksums of package-lock.json. `npm sbom` cannot know that: findings/npm-sbom-without-shared-packages.sh.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const json = (path) => JSON.parse(readFileSync(`${root}${path}`, 'utf8'));
const [tag = ''] = process.argv.slice(2);
if (!/^v\d+\.\d+\.\d+/.test(tag)) throw new Error('Usage: node scripts/sbom.mjs v1.2.3');

const { name } = json('package.json');
const locked = json('package-lock.json').packages;
const bundles = json('dist/packages.json');
const commit = headCommit();
const text = JSON.stringify(bill(), undefined, 2);
process.stdout.write(`${text}\n`);

function bill() {
  const own = ownPackage();
  const parts = Object.keys(bundles).map(bundlePackage);
  const libraries = new Map(
    Object.values(bundles)
      .flat()
      .map((one) => [idOf(`${one.name}-${one.version}`), one]),
  );
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: `${name} ${tag}`,
    documentNamespace: `https://spdx.org/spdxdocs/${name}-${tag}-${digest('sha1', JSON.stringify([bundles, commit]))}`,
    creationInfo: { created: commit.date, creators: [`Tool: ${name}/scripts/sbom.mjs`] },
    documentDescribes: [own.SPDXID],
    packages: [own, ...parts, ...[...libraries].map(([id, one]) => library(id, one))],
    relationships: [
      related('SPDXRef-DOCUMENT', 'DESCRIBES', own.SPDXID),
      ...parts.map(({ SPDXID }) => related(own.SPDXID, 'CONTAINS', SPDXID)),
      ...Object.entries(bundles).flatMap(([folder, inside]) =>
        inside.map((one) => related(idOf(folder), 'CONTAINS', idOf(`${one.name}-${one.version}`))),
      ),
    ],
  };
}

function ownPackage() {
  return {
    ...entry(name, tag.slice(1), 'MIT'),
    SPDXID: 'SPDXRef-this-action',
    downloadLocation: `git+https://github.com/${process.env.GITHUB_REPOSITORY ?? `OWNER/${name}`}@${commit.sha}`,
    primaryPackagePurpose: 'APPLICATION',
  };
}

/** A bundle of dist/; its checksum is that of its index.js. */
function bundlePackage(folder) {
  return {
    ...entry(`${folder}/index.js`, tag.slice(1), 'NOASSERTION'),
    SPDXID: idOf(folder),
    packageFileName: `${folder}/index.js`,
    primaryPackagePurpose: 'FILE',
    checksums: [
      { algorithm: 'SHA256', checksumValue: digest('sha256', readFileSync(`${root}${folder}/index.js`)) },
    ],
  };
}

/** A package; its checksum is that of its archive in the npm registry. */
function library(SPDXID, { name: called, version, license, locked: path }) {
  const [algorithm, base64] = locked[path].integrity.split('-');
  return {
    ...entry(called, version, license ?? 'NOASSERTION'),
    SPDXID,
    downloadLocation: `https://registry.npmjs.org/${called}/-/${called.split('/').at(-1)}-${version}.tgz`,
    primaryPackagePurpose: 'LIBRARY',
    checksums: [
      { algorithm: algorithm.toUpperCase(), checksumValue: Buffer.from(base64, 'base64').toString('hex') },
    ],
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: `pkg:npm/${called.replace('@', '%40')}@${version}`,
      },
    ],
  };
}

function entry(called, versionInfo, licenseDeclared) {
  return {
    name: called,
    versionInfo,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared,
    copyrightText: 'NOASSERTION',
  };
}

/** The commit that is checked out: a release is made from a clean checkout of its tag. */
function headCommit() {
  const [sha, seconds] = execFileSync('git', ['log', '-1', '--format=%H %ct'], {
    cwd: root,
    encoding: 'utf8',
  })
    .trim()
    .split(' ');
  return { sha, date: new Date(Number(seconds) * 1_000).toISOString().replace(/\.\d+/, '') };
}

function related(spdxElementId, relationshipType, relatedSpdxElement) {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

function idOf(text) {
  return `SPDXRef-${text.replace('@', '').replaceAll(/[^\w.-]/g, '-')}`;
}

function digest(algorithm, data) {
  return createHash(algorithm).update(data).digest('hex');
}
