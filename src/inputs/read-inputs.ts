/** All inputs of the step, from strings to `Settings`. */
import { failureFor, type StepFailure } from '../model/failure.js';
import {
  API_VERSIONS,
  CSV_CHECKS,
  labelOf,
  type Credentials,
  type PlanKey,
  type Settings,
} from '../model/settings.js';
import { NO_PLAN_KEY } from '../runtime/secrets.js';
import { count, counted } from '../model/words.js';
import { readBaseUrl } from './base-url.js';
import { readPlanPath } from './plan-path.js';
import { checkProxies } from './proxy.js';
import { InputReader, Problems } from './reader.js';
import { readTargets } from './targets.js';
import { refuseHalvesWithoutWait } from './which-source.js';

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
  const baseUrl = readBaseUrl(inputs, problems);
  const credentials = readCredentials(inputs, problems);
  const apiVersion = inputs.choice('api-version', API_VERSIONS);
  const temp = env['RUNNER_TEMP'];
  const places = { workspace, temp: temp === '' ? undefined : temp };
  const targets = await readTargets(inputs, places, problems);
  const settings: Settings = {
    baseUrl,
    credentials,
    apiVersion,
    targets,
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
    planFile: await readPlanPath(inputs.text('plan-file'), { ...places, env, targets }, problems),
    verify: inputs.boolean('verify', false),
    comment: inputs.boolean('comment', false),
    githubToken: inputs.text('github-token'),
    warnings: problems.warnings,
  };
  refuseHalvesWithoutWait(targets, settings, problems);
  if (settings.reviewedPlan && settings.planKey.kind === 'empty' && credentials.kind === 'given') {
    problems.warn(
      'plan-key',
      "empty, as a secret that does not exist arrives. Reviewed plans are bound to this step's client secret: the step after the merge needs the same one.",
    );
  }
  if (settings.verify) refuseToVerify(settings, problems);
  checkProxies(env, problems);
  const { all } = problems;
  // A file that only-if-changed leaves alone needs no credentials, so it is not known yet whether any are needed.
  const areNeeded = !settings.onlyIfChanged || all.length > 0;
  if (credentials.kind === 'missing' && areNeeded) {
    throw all.length === 0 ? credentials.failure : withoutCredentials(missingCredentials(inputs), all);
  }
  if (all.length > 0) throw invalidInputs(all);
  return settings;
}

/** What the reports need of the inputs. */
export type ReportInputs = Pick<Settings, 'baseUrl' | 'comment' | 'githubToken' | 'targets'>;

/**
 * What can be read for the reports of a step whose inputs are wrong, so that the plan of an earlier run does not stay in
 * the comment. `baseUrl` is '' and `targets` are none if the inputs do not say them. Never throws.
 */
export async function readReportInputs(
  env: Readonly<Record<string, string | undefined>>,
  workspace: string,
): Promise<ReportInputs> {
  const problems = new Problems();
  const inputs = new InputReader(env, problems);
  return {
    baseUrl: readBaseUrl(inputs, problems),
    comment: inputs.boolean('comment', false),
    githubToken: inputs.text('github-token'),
    targets: await readTargets(inputs, { workspace, temp: undefined }, problems),
  };
}

/** Verification compares the accounts with a file once ISC has ended the aggregation. */
function refuseToVerify({ targets, wait }: Settings, problems: Problems): void {
  if (!wait) problems.add('verify', 'needs wait: true, since the accounts are listed after the aggregation.');
  // A file that was not found is a problem of its own.
  const without = problems.all.length > 0 ? [] : targets.filter(({ csv }) => csv === undefined);
  const [first] = without;
  if (first === undefined) return;
  const more = without.length > 1 ? ` (and ${counted(without.length - 1, 'other source')})` : '';
  problems.add('verify', `"${labelOf(first)}"${more} has no csv-path, so there is nothing to verify.`);
}

/** Each input with its environment variable. */
const CREDENTIALS = [
  ['client-id', 'SAIL_CLIENT_ID'],
  ['client-secret', 'SAIL_CLIENT_SECRET'],
] as const;

function readCredentials(inputs: InputReader, problems: Problems): Credentials {
  const [clientId = '', clientSecret = ''] = CREDENTIALS.map(([name, variable]) =>
    readCredential(inputs, problems, name, variable),
  );
  if (clientId !== '' && clientSecret !== '') return { kind: 'given', clientId, clientSecret };
  return { kind: 'missing', failure: withoutCredentials(missingCredentials(inputs), []) };
}

/** The problem of each credential that is empty. */
function missingCredentials(inputs: InputReader): readonly string[] {
  return CREDENTIALS.filter(([name, variable]) => inputs.text(name, variable) === '').map(
    ([name, variable]) => `${name}: missing. Set the input or the environment variable ${variable}.`,
  );
}

/** What else is wrong stands beside it, and may have the same cause: an address that is a secret, too. */
function withoutCredentials(missing: readonly string[], others: readonly string[]): StepFailure {
  return failureFor('credentials-missing', {
    problems: listed([...missing, ...others]),
    others: others.length === 0 ? '' : 'Correct the other inputs in the workflow file. ',
  });
}

/** An empty one is not a problem yet: see `missingCredentials`. */
function readCredential(inputs: InputReader, problems: Problems, name: string, variable: string): string {
  const value = inputs.text(name, variable);
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
  return failureFor('inputs-wrong', { problems: listed(problems) });
}

function listed(problems: readonly string[]): string {
  const [only] = problems;
  if (problems.length === 1 && only !== undefined) return `Wrong input. ${only}`;
  const more = problems.length > MAX_SHOWN ? [`and ${count(problems.length - MAX_SHOWN)} more`] : [];
  const shown = [...problems.slice(0, MAX_SHOWN), ...more];
  return `${count(problems.length)} inputs are wrong.\n${shown.map((problem) => `- ${problem}`).join('\n')}`;
}
