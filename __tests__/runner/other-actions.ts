import { getOctokit } from '@actions/github';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Commit } from '../../sandbox/tenant/github/history.js';
import type { Strings } from '../support/workflow.js';
import { refuseOthers } from './syntax.js';
import type { Double, EndedWork, JobRoom } from './world.js';

/** The actions of others, by their names without the version. */
export const OTHER_ACTIONS: Readonly<Record<string, Double>> = {
  'actions/checkout': checkOut,
  'actions/github-script': runGitHubScript,
  'actions/upload-artifact': uploadArtifact,
  'aws-actions/configure-aws-credentials': configureAws,
};

/** Writes the files of the commit into the workspace. */
function checkOut(inputs: Strings, { occasion, permissions, workspace, world }: JobRoom): EndedWork {
  refuseOthers('actions/checkout', inputs, ['persist-credentials', 'ref', 'sparse-checkout']);
  if ((permissions['contents'] ?? 'none') === 'none') return { passed: false, log: 'Repository not found.' };
  const { tree } = commitAt(inputs['ref'] ?? '', occasion.commit, world);
  const folder = inputs['sparse-checkout'];
  // In its "cone mode" Git also takes the files that lie in no folder.
  const isWanted = (path: string): boolean => !path.includes('/') || path.startsWith(`${folder ?? ''}/`);
  const paths = Object.keys(tree).filter((path) => folder === undefined || isWanted(path));
  const files = paths.map((path): [string, string] => [path, tree[path] ?? '']);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), content);
  }
  return { passed: true };
}

function commitAt(ref: string, current: Commit, { github }: JobRoom['world']): Commit {
  if (ref === '') return current;
  const pull = github.repository.pull(Number(/^refs\/pull\/(\d+)\/merge$/.exec(ref)?.[1]));
  if (pull === undefined) throw new Error(`This runner cannot check out ${ref}.`);
  return pull.head;
}

/** Runs the script with GitHub's own client, on the simulated GitHub. */
async function runGitHubScript(inputs: Strings, { token, world }: JobRoom, env: Strings): Promise<EndedWork> {
  refuseOthers('actions/github-script', inputs, ['script']);
  const [owner = '', repo = ''] = world.github.name.split('/');
  const context = {
    serverUrl: env['GITHUB_SERVER_URL'],
    runId: Number(env['GITHUB_RUN_ID']),
    repo: { owner, repo },
  };
  const github = getOctokit(token, { baseUrl: world.github.url });
  // The action itself makes such a function of the script.
  const AsyncFunction = runGitHubScript.constructor as new (
    ...text: string[]
  ) => (...given: unknown[]) => Promise<unknown>;
  const lines: string[] = [];
  const core = { info: (line: string) => lines.push(`${line}\n`) };
  const run = new AsyncFunction('github', 'context', 'process', 'core', inputs['script'] ?? '');
  try {
    await run(github, context, { env }, core);
    return { passed: true, log: lines.join('') };
  } catch (error) {
    return { passed: false, log: String(error) };
  }
}

/** Keeps one file. GitHub's digest is that of the archive, this one that of the file itself. */
function uploadArtifact(inputs: Strings): EndedWork {
  refuseOthers('actions/upload-artifact', inputs, ['name', 'path', 'retention-days']);
  const { name = '', path = '', 'retention-days': days = '90' } = inputs;
  if (!existsSync(path)) return { passed: true, log: 'No files were found with the provided path.' };
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  return {
    passed: true,
    log: `Artifact ${name} is kept for ${days} day(s).`,
    outputs: { 'artifact-id': '1', 'artifact-digest': digest },
  };
}

/** Exchanges the job's identity for a credential of AWS, which needs the permission to ask for that identity. */
function configureAws(inputs: Strings, { permissions }: JobRoom): EndedWork {
  refuseOthers('aws-actions/configure-aws-credentials', inputs, ['role-to-assume', 'aws-region']);
  const passed =
    permissions['id-token'] === 'write' && /^arn:aws:iam::\d{12}:role\//.test(inputs['role-to-assume'] ?? '');
  return {
    passed,
    exported: passed ? { AWS_REGION: inputs['aws-region'] ?? '', AWS_SESSION_TOKEN: 's' } : {},
  };
}
