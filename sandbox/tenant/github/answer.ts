/** GitHub's answers about a repository. */
import { json, type Reply } from '../replies.js';
import { authorship, comments, update } from './comments.js';
import { changeIssue, commentOnIssue, issues } from './issues.js';
import { FORBIDDEN, NOT_FOUND, paged, type Caller, type GitHubRequest, type Permissions } from './request.js';
import type { PullRequest, Repository } from './repository.js';

/** Limits from GitHub's REST reference. */
const MAX_COMPARED_FILES = 300;
const MAX_PULL_REQUEST_FILES = 3_000;
/** GitHub's id of the repository, which is also GITHUB_REPOSITORY_ID. */
export const REPOSITORY_ID = 4_711;

/** GitHub's answer to one request about a repository. */
export function answer(request: GitHubRequest, repository: Repository, caller: Caller): Reply {
  const { method, path } = request;
  const { may } = caller;
  if (method === 'POST' && path === '/graphql') return authorship(request, repository, caller);
  const commit = /^\/commits\/(\w+)\/pulls$/.exec(path)?.[1];
  if (method === 'GET' && commit !== undefined) return pullsOf(request, repository, may, commit);
  const [, base = '', head = ''] = /^\/compare\/(\w+)\.\.\.(\w+)$/.exec(path) ?? [];
  if (method === 'GET' && base !== '') return comparison(request, repository, may, base, head);
  const files = /^\/pulls\/(\d+)\/files$/.exec(path)?.[1];
  if (method === 'GET' && files !== undefined) return pullFiles(request, repository, may, Number(files));
  const list = /^\/issues\/(\d+)\/comments$/.exec(path)?.[1];
  if (list !== undefined) {
    const issue = repository.issues.find(({ number }) => number === Number(list));
    return issue === undefined
      ? comments(request, repository, caller, Number(list))
      : commentOnIssue(request, may, issue);
  }
  if (path === '/issues') return issues(request, repository, may);
  const changed = /^\/issues\/(\d+)$/.exec(path)?.[1];
  if (method === 'PATCH' && changed !== undefined)
    return changeIssue(request, repository, may, Number(changed));
  const comment = /^\/issues\/comments\/(\d+)$/.exec(path)?.[1];
  if (method === 'PATCH' && comment !== undefined)
    return update(request, repository, caller, Number(comment));
  return NOT_FOUND;
}

function comparison(
  request: GitHubRequest,
  repository: Repository,
  may: Permissions,
  base: string,
  head: string,
): Reply {
  if (may.contents === 'none') return FORBIDDEN;
  const found = repository.compare(base, head);
  if (found === undefined) return NOT_FOUND;
  const { page, link } = paged(request, found.commits);
  const isFirst = Number(request.query.get('page') ?? 1) === 1;
  const files = isFirst ? found.files.slice(0, MAX_COMPARED_FILES) : [];
  const commits = page.map(({ sha }) => ({ sha }));
  return json(
    200,
    { url: request.url.href, status: found.status, total_commits: found.commits.length, commits, files },
    link,
  );
}

function pullFiles(request: GitHubRequest, repository: Repository, may: Permissions, number: number): Reply {
  if (may.pullRequests === 'none') return FORBIDDEN;
  const pull = repository.pull(number);
  if (pull === undefined) return NOT_FOUND;
  const { page, link } = paged(request, repository.filesOf(pull).slice(0, MAX_PULL_REQUEST_FILES));
  return json(200, page, link);
}

function pullsOf(request: GitHubRequest, repository: Repository, may: Permissions, sha: string): Reply {
  if (may.pullRequests === 'none') return FORBIDDEN;
  const { page, link } = paged(request, repository.pullsOf(sha));
  return json(200, page.map(asListed), link);
}

function asListed({ number, head, into, merged }: PullRequest): object {
  return {
    number,
    state: merged === undefined ? 'open' : 'closed',
    merged_at: merged === undefined ? null : '2026-11-25T07:00:00Z',
    merge_commit_sha: merged?.at(-1)?.sha ?? null,
    head: { sha: head.sha },
    base: { ref: into, repo: { id: REPOSITORY_ID } },
  };
}
