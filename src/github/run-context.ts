/** Where the step runs, from the runner's variables. */
import { forUrlPath } from '../runtime/escape.js';

/** Where this step runs, as provided by the runner (docs.github.com, "Default environment variables"). */
export interface RunContext {
  /** The repository's page, if server and repository are known. */
  readonly repositoryUrl: string | undefined;
  /**
   * Full hash of the commit. For a pull request GITHUB_SHA is the merge commit, so the caller may use the head instead.
   */
  readonly sha: string | undefined;
  readonly workflow: string;
  readonly job: string;
  /** The page of this run and attempt. */
  readonly runUrl: string | undefined;
  /** True for pull request events, where merging comes next. */
  readonly isPullRequest: boolean;
  /** `docs/` of this action in the running version; unknown for `uses: ./`. */
  readonly docsUrl: string | undefined;
}

/** Reads the runner's variables. Never throws: missing or malformed ones are `undefined`, and not linked. */
export function readRunContext(env: Readonly<Record<string, string | undefined>>): RunContext {
  const server = serverUrl(env['GITHUB_SERVER_URL']);
  const repositoryUrl = repositoryPage(server, env['GITHUB_REPOSITORY']);
  const actionUrl = repositoryPage(server, env['GITHUB_ACTION_REPOSITORY']);
  const ref = env['GITHUB_ACTION_REF'] ?? '';
  return {
    repositoryUrl,
    sha: matching(env['GITHUB_SHA'], /^[0-9a-f]{40,64}$/),
    workflow: env['GITHUB_WORKFLOW'] ?? '',
    job: env['GITHUB_JOB'] ?? '',
    runUrl: runPage(repositoryUrl, env['GITHUB_RUN_ID'], env['GITHUB_RUN_ATTEMPT']),
    isPullRequest: false,
    docsUrl: actionUrl === undefined || ref === '' ? undefined : `${actionUrl}/blob/${forUrlPath(ref)}/docs`,
  };
}

function serverUrl(value: string | undefined): string | undefined {
  if (value === undefined || !URL.canParse(value)) return undefined;
  const { origin, protocol } = new URL(value);
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}

function repositoryPage(server: string | undefined, repository: string | undefined): string | undefined {
  const name = matching(repository, /^[\w.-]+\/[\w.-]+$/);
  return server === undefined || name === undefined ? undefined : `${server}/${name}`;
}

function runPage(
  repositoryUrl: string | undefined,
  id: string | undefined,
  attempt: string | undefined,
): string | undefined {
  if (repositoryUrl === undefined || matching(id, /^\d+$/) === undefined) return undefined;
  const page = `${repositoryUrl}/actions/runs/${String(id)}`;
  return matching(attempt, /^\d+$/) === undefined ? page : `${page}/attempts/${String(attempt)}`;
}

function matching(value: string | undefined, pattern: RegExp): string | undefined {
  return value !== undefined && pattern.test(value) ? value : undefined;
}
