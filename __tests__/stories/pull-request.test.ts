import { expect, it } from '@jest/globals';
import { onStage, pullRequest } from '../action/github.js';
import { csvOf, people } from '../support/people.js';
import { storyOf } from './story.js';

it('A pull request changes the file: a dry run says in one comment what merging would do', async () => {
  let text = '';
  await onStage({}, async ({ github, run, tenant }) => {
    const { repository } = github;
    const base = repository.commit(undefined, { 'data/hr.csv': '1' });
    const head = repository.commit(base, { 'data/hr.csv': '2' });
    const pull = repository.open(base, head);
    const ended = await run({
      ...pullRequest(pull.number, base, head, 1),
      env: { GITHUB_SHA: pull.trial().sha },
      inputs: { 'dry-run': 'true', comment: 'true', 'only-if-changed': 'true' },
      files: { 'data/hr.csv': csvOf([...people(19), ...people(2, 101)]) },
    });
    text = storyOf(ended, tenant.requests, { 'Comment on the pull request': pull.comments[0]?.body ?? '' });
  });
  expect(text).toMatchSnapshot();
});
