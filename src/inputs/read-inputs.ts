/** All inputs of the step, from strings to `Settings`. */
import { StepFailure } from '../model/failure.js';
import { API_VERSIONS, CSV_CHECKS, type PlanKey, type Settings } from '../model/settings.js';
import { NO_PLAN_KEY } from '../runtime/given-secrets.js';
import { readBaseUrl } from './base-url.js';
import { InputReader, Problems } from './reader.js';
import { readTargets } from './targets.js';

/** A list of hundreds of sources can be wrong in every entry; nobody fixes more than this from one message. */
const MAX_SHOWN = 50;
const SHORTEST_PLAN_KEY = 16;

/**
 * Turns the runner's strings into typed and valid settings; `action.yml` describes each input. Files must exist;
 * relative paths start at `workspace`.
 *
 * @throws StepFailure that names every problem at once, since fixing one input per run wastes time. It never contains
 * the value of a secret.
 */
export async function readInputs(
  env: Readonly<Record<string, string | undefined>>,
  workspace: string,
): Promise<Settings> {
  const problems = new Problems();
  const inputs = new InputReader(env, problems);
  const settings: Settings = {
    baseUrl: readBaseUrl(inputs, problems),
    clientId: readCredential(inputs, problems, 'client-id', 'SAIL_CLIENT_ID'),
    clientSecret: readCredential(inputs, problems, 'client-secret', 'SAIL_CLIENT_SECRET'),
    apiVersion: inputs.choice('api-version', API_VERSIONS),
    targets: await readTargets(inputs, workspace, problems),
    csvChecks: inputs.choice('csv-checks', CSV_CHECKS),
    dryRun: inputs.boolean('dry-run', false),
    reviewedPlan: inputs.boolean('reviewed-plan', false),
    planKey: readPlanKey(inputs, problems),
    onlyIfChanged: inputs.boolean('only-if-changed', false),
    ifRunning: inputs.choice('if-running', ['wait', 'fail']),
    wait: inputs.boolean('wait', true),
    timeoutMs: inputs.minutes('timeout-minutes', 60),
    failOnWarning: inputs.boolean('fail-on-warning', false),
    showIds: inputs.boolean('show-ids', false),
    comment: inputs.boolean('comment', false),
    githubToken: inputs.text('github-token'),
    warnings: problems.warnings,
  };
  if (problems.all.length > 0) throw invalidInputs(problems.all);
  return settings;
}

function readCredential(inputs: InputReader, problems: Problems, name: string, variable: string): string {
  const value = inputs.text(name, variable);
  if (value === '') {
    problems.add(
      name,
      `missing. Set the input or the environment variable ${variable}. It is empty if the secret is not set, and on pull requests from forks.`,
    );
  }
  // A control character in a header or form field is always a mistake, usually a pasted line break.
  if (/[\p{Cc}]/u.test(value)) problems.add(name, 'contains a line break or another control character.');
  return value;
}

/**
 * Anyone can read the comment, so a key that can be guessed authenticates nothing. The runner passes '' both for an
 * input that is not set and for a secret that does not exist; the default of action.yml tells the two apart.
 */
function readPlanKey(inputs: InputReader, problems: Problems): PlanKey {
  const value = inputs.given('plan-key')?.trim();
  if (value === undefined || value === NO_PLAN_KEY) return { kind: 'not-given' };
  if (value === '') return { kind: 'empty' };
  if (value.length < SHORTEST_PLAN_KEY) {
    problems.add(
      'plan-key',
      `shorter than ${SHORTEST_PLAN_KEY} characters. Generate one with "openssl rand -base64 32".`,
    );
  }
  return { kind: 'given', key: value };
}

function invalidInputs(problems: readonly string[]): StepFailure {
  const [only] = problems;
  const more = problems.length > MAX_SHOWN ? [`and ${problems.length - MAX_SHOWN} more`] : [];
  const shown = [...problems.slice(0, MAX_SHOWN), ...more];
  const message =
    problems.length === 1 && only !== undefined
      ? `Wrong input. ${only}`
      : `${problems.length} inputs are wrong.\n${shown.map((problem) => `- ${problem}`).join('\n')}`;
  return new StepFailure(message, {
    next: 'Nothing has been sent. Correct the inputs of this step in the workflow file.',
  });
}
