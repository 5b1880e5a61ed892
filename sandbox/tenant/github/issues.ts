/** Issues, as far as workflows open, find, comment and close them. */
import { json, type Reply } from '../replies.js';
import type { Issue, Repository } from './repository.js';
import { FORBIDDEN, INVALID, NOT_FOUND, paged, type GitHubRequest, type Permissions } from './request.js';

/** Lists issues by state and labels, or opens one. */
export function issues(request: GitHubRequest, repository: Repository, may: Permissions): Reply {
  const { body, method, query } = request;
  if (method === 'GET') {
    if (may.issues === 'none') return FORBIDDEN;
    const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '');
    const state = query.get('state') ?? 'open';
    const found = repository.issues
      .toReversed()
      .filter((one) => state === 'all' || one.state === state)
      .filter((one) => labels.every((label) => one.labels.includes(label)));
    const { page, link } = paged(request, found);
    return json(200, page.map(shown), link);
  }
  if (may.issues !== 'write') return FORBIDDEN;
  const { title, body: text = '', labels = [] } = JSON.parse(body) as Partial<Fields>;
  if (title === undefined || title === '') return INVALID;
  return json(201, shown(repository.openIssue(title, text, labels)));
}

interface Fields {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly state: Issue['state'];
}

/** Opens or closes an issue. */
export function changeIssue(
  request: GitHubRequest,
  repository: Repository,
  may: Permissions,
  number: number,
): Reply {
  const issue = repository.issues.find((one) => one.number === number);
  if (may.issues !== 'write') return FORBIDDEN;
  if (issue === undefined) return NOT_FOUND;
  const { state = issue.state } = JSON.parse(request.body) as Partial<Fields>;
  if (!['open', 'closed'].includes(state)) return INVALID;
  issue.state = state;
  return json(200, shown(issue));
}

/** Adds a comment to an issue. */
export function commentOnIssue({ body, method }: GitHubRequest, may: Permissions, issue: Issue): Reply {
  if (may.issues !== 'write') return FORBIDDEN;
  const { body: text = '' } = JSON.parse(body) as Partial<Fields>;
  if (method !== 'POST') return NOT_FOUND;
  if (text === '') return INVALID;
  issue.texts.push(text);
  return json(201, { body: text });
}

function shown({ number, title, labels, state, texts }: Issue): object {
  return { number, title, labels: labels.map((name) => ({ name })), state, body: texts[0] };
}
