import type { FeatureFlags } from '@actions/expressions';
import type { registerLogger, validate, ValidationConfig } from '@actions/languageservice';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMap, isSeq, parse, parseDocument, visit } from 'yaml';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { manifestOf, type Workflow } from './workflow.js';

/** GitHub's own checker of workflows and manifests: what its editors show, without a word from GitHub. */

const ENTRY = fileURLToPath(new URL('github-checker-bundle.mjs', import.meta.url));
const CACHE = resolve('node_modules/.cache');

/** Reusable workflows that the examples call, and where they are here. */
const CALLED: Readonly<Record<string, string>> = {
  '.github/workflows/reusable.yml': 'examples/reusable.yml',
};

const loaded = load();
let checked = 0;

/**
 * What is wrong with a workflow, or with a manifest if `path` ends in `action.yml`; each with its line. Inputs of this
 * repository's own actions are checked, those of others are not.
 */
export async function check(path: string, text: string): Promise<readonly string[]> {
  const unseen = idsInParallel(text).map((id) => `Context access might be invalid: ${id}`);
  const found = [];
  for (const one of [text, ...eachInParallel(text)]) found.push(...(await checkOne(path, one, unseen)));
  return [...new Set(found)];
}

async function checkOne(path: string, text: string, unseen: readonly string[]): Promise<readonly string[]> {
  const { FeatureFlags: Flags, TextDocument: Document, failures, validate: find } = await loaded;
  checked += 1;
  // The checker keeps what it has read by the address of the document.
  const address = `file:///${checked}/${path}`;
  const found = await find(Document.create(address, 'yaml', 1, asOthersName(text)), {
    ...CONFIG,
    featureFlags: new Flags({ allowBackgroundSteps: true }),
  });
  const texts = found.map(
    ({ message, range }) =>
      [range.start.line + 1, typeof message === 'string' ? message : message.value] as const,
  );
  return [
    ...texts.filter(([, words]) => !unseen.includes(words)).map(([line, words]) => `${line}: ${words}`),
    ...failures.splice(0),
  ];
}

/**
 * The workflow once for each step in `parallel`, into which the checker (0.3.61) does not look: with that step in place of
 * the whole group, on the same lines.
 */
function eachInParallel(text: string): readonly string[] {
  const found: string[] = [];
  visit(parseDocument(text), {
    Map: (_, group) => {
      const steps = group.get('parallel');
      if (!isSeq(steps)) return;
      const [start = 0, , end = 0] = group.range ?? [];
      for (const step of steps.items) {
        const [from = 0, to = 0] = isMap(step) ? (step.range ?? []) : [];
        const blank = (part: string): string => part.replaceAll(/[^\n]/g, ' ');
        found.push(
          text.slice(0, start) +
            blank(text.slice(start, from)) +
            text.slice(from, to) +
            blank(text.slice(to, end)) +
            text.slice(end),
        );
      }
    },
  });
  return found;
}

/** The checker (0.3.61) does not know the ids of steps in `parallel`; GitHub's runner (2.336.0) does. */
function idsInParallel(text: string): readonly string[] {
  const { jobs = {} } = parse(text) as Partial<Workflow>;
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
  return steps.flatMap(({ parallel = [] }) => parallel.flatMap(({ id }) => id ?? []));
}

/** It looks for no inputs of an action that is named by its folder, so that our own get the name that others use. */
function asOthersName(text: string): string {
  return text.replaceAll(
    /\buses: \.\/(sandbox)?(?=[\s,])/g,
    (_, folder?: string) =>
      `uses: OWNER/sailpoint-source-aggregation${folder === undefined ? '' : `/${folder}`}@v1`,
  );
}

const CONFIG: ValidationConfig = {
  actionsMetadataProvider: {
    fetchActionMetadata: ({ name, owner, path, ref }) => {
      const uses = [owner, name, ...(path === undefined ? [] : [path])].join('/');
      const known = manifestOf({ uses: `${uses}@${ref}` });
      // An action without inputs in its manifest may be given any.
      return Promise.resolve({ name, description: '', ...(known as object | undefined) });
    },
  },
  fileProvider: {
    getFileContent: (reference) => {
      const here = CALLED[reference.path];
      if (here === undefined) return Promise.reject(new Error(`There is no workflow ${reference.path}.`));
      return Promise.resolve({ name: reference.path, content: readFileSync(here, 'utf8') });
    },
  },
};

interface Bundle {
  readonly FeatureFlags: typeof FeatureFlags;
  readonly TextDocument: typeof TextDocument;
  readonly registerLogger: typeof registerLogger;
  readonly validate: typeof validate;
}

interface Checker extends Bundle {
  /** What failed inside the checker, which only logs it: nothing would be found then. */
  readonly failures: string[];
}

async function load(): Promise<Checker> {
  const bundle = (await import(pathToFileURL(bundlePath()).href)) as Bundle;
  const failures: string[] = [];
  const silent = (): void => undefined;
  bundle.registerLogger({
    error: (message) => {
      failures.push(message);
    },
    ...{ warn: silent, info: silent, log: silent },
  });
  return { ...bundle, failures };
}

/** The bundle, made once for each version of the packages; `npm ci` removes it. */
function bundlePath(): string {
  const packages = ['languageservice', 'workflow-parser', 'expressions'].map((name) =>
    readFileSync(`node_modules/@actions/${name}/package.json`, 'utf8'),
  );
  const key = createHash('sha256')
    .update([...packages, readFileSync(ENTRY, 'utf8')].join('\n'))
    .digest('hex');
  const folder = join(CACHE, `github-checker-${key.slice(0, 16)}`);
  if (!existsSync(folder)) bundleInto(folder);
  return join(folder, 'index.mjs');
}

function bundleInto(folder: string): void {
  mkdirSync(CACHE, { recursive: true });
  const made = mkdtempSync(`${folder}-`);
  const args = ['node_modules/@vercel/ncc/dist/ncc/cli.js', 'build', ENTRY, '-o', made, '-q'];
  execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    renameSync(made, folder);
  } catch {
    // Another run was faster.
    rmSync(made, { recursive: true });
  }
}
