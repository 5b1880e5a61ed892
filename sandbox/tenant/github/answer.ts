/** GitHub's answers about a repository. */
import type { Reply } from '../replies.js';
import { comments } from './comments.js';
import { graphQl } from './graphql.js';
import { changeIssue, commentOnIssue, issues } from './issues.js';
import { NOT_FOUND, type Caller, type GitHubRequest } from './request.js';
import type { Repository } from './repository.js';

/** GitHub's id of the repository, which is also GITHUB_REPOSITORY_ID. */
export const REPOSITORY_ID = 4_711;

/** GitHub's answer to one request about a repository. */
export function answer(request: GitHubRequest, repository: Repository, caller: Caller): Reply {
  const { method, path } = request;
  const { may } = caller;
  if (method === 'POST' && path === '/graphql') return graphQl(request, repository, caller);
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
  return NOT_FOUND;
}
