/** The GraphQL queries of the simulated GitHub: Git objects, the pull requests of a commit, comments. */
import { json, type Reply } from '../replies.js';
import { listed, updated } from './comments.js';
import type { Commit, Tree } from './history.js';
import type { PullRequest, Repository } from './repository.js';
import type { Caller, GitHubRequest } from './request.js';

interface Query {
  readonly query: string;
  readonly variables: Readonly<Record<string, string>>;
}

const NOT_ACCESSIBLE = 'Resource not accessible by integration';

/** GitHub's answer to a query, told by the fields that it asks for. */
export function graphQl(request: GitHubRequest, repository: Repository, caller: Caller): Reply {
  const asked = JSON.parse(request.body) as Query;
  if (asked.query.includes('updateIssueComment')) {
    const { body = '', id = '' } = asked.variables;
    return updated(repository, caller, id, body)
      ? data({ updateIssueComment: {} })
      : refused('FORBIDDEN', NOT_ACCESSIBLE);
  }
  if (asked.query.includes('viewerDidAuthor')) {
    const { after = null, number } = asked.variables as {
      readonly after?: string | null;
      readonly number?: unknown;
    };
    if (caller.may.pullRequests === 'none') return refused('FORBIDDEN', NOT_ACCESSIBLE);
    return data({ repository: { pullRequest: listed(repository, caller, Number(number), after) } });
  }
  const isAboutPulls = asked.query.includes('associatedPullRequests');
  const isAllowed = isAboutPulls ? caller.may.pullRequests !== 'none' : caller.may.contents !== 'none';
  if (!isAllowed) return refused('FORBIDDEN', NOT_ACCESSIBLE);
  return data({ repository: isAboutPulls ? pullsOf(asked, repository) : objectsOf(asked, repository) });
}

function data(value: object): Reply {
  return json(200, { data: value });
}

function refused(type: string, message: string): Reply {
  return json(200, { data: { repository: null }, errors: [{ type, path: ['repository'], message }] });
}

function pullsOf({ variables }: Query, repository: Repository): object {
  const commit = repository.find(variables['commit'] ?? '');
  if (commit === undefined) return { object: null };
  return { object: { associatedPullRequests: { nodes: repository.pullsOf(commit.sha).map(shownPull) } } };
}

function shownPull({ number, head, into, merged }: PullRequest): object {
  const last = merged?.at(-1);
  return {
    number,
    state: last === undefined ? 'OPEN' : 'MERGED',
    headRefOid: head.sha,
    baseRefName: into,
    mergeCommit: last === undefined ? null : { oid: last.sha },
  };
}

/** Each alias `o1: object(expression: $e1)`. */
function objectsOf({ query, variables }: Query, repository: Repository): object {
  const aliases = [...query.matchAll(/(\w+): object\(expression: \$(\w+)\)/g)];
  return Object.fromEntries<object | null>(
    aliases.map(([, alias = '', variable = '']) => [alias, objectAt(variables[variable] ?? '', repository)]),
  );
}

/** The object of `<revision>` or `<revision>:<path>`; null if there is none. */
function objectAt(expression: string, repository: Repository): object | null {
  const [revision = '', path] = expression.split(/:(.*)/s);
  const commit = repository.find(revision);
  if (commit === undefined) return null;
  if (path === undefined) return { oid: commit.sha };
  const content = commit.tree[path];
  if (content !== undefined) return { oid: repository.blob(content) };
  return folderAt(commit, path, repository);
}

function folderAt({ tree }: Commit, path: string, repository: Repository): object | null {
  const prefix = path === '' ? '' : `${path}/`;
  const inside = Object.keys(tree).filter((name) => name.startsWith(prefix));
  if (inside.length === 0) return null;
  const below = inside.map((name) => name.slice(prefix.length));
  const folders = new Set(below.filter((name) => name.includes('/')).map((name) => name.split('/')[0]));
  const files = below.filter((name) => !name.includes('/'));
  const entries = [
    ...[...folders].map((name) => ({ name, type: 'tree' })),
    ...files.map((name) => ({ name, type: 'blob' })),
  ];
  const content = Object.fromEntries(inside.map((name) => [name, tree[name] ?? ''])) as Tree;
  return { oid: repository.blob(JSON.stringify(content)), entries };
}
