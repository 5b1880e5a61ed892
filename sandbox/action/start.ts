/** `main` of sandbox/action.yml. */
import * as core from '@actions/core';
import { tmpdir } from 'node:os';
import { forAnnotation, forLog } from './text.js';
import { DEFAULT_CLIENT } from '../tenant/permissions.js';
import type { Overview } from '../tenant/overview.js';
import { STATE, addressOf, askOverview, launchTenant, workerOfStep } from './tenant-process.js';
import { InputFailure, readStartInputs } from './inputs.js';

/** A busy runner takes seconds to start a process, but never a minute. */
const LONGEST_START_MS = 60_000;
/** The runner shows ten errors per step, and the last one is the failure itself. */
const MOST_ANNOTATIONS = 9;
const MOST_SOURCES = 50;
const LONGEST_MESSAGE = 3_500;

/**
 * The step itself: starts the simulated tenant and passes its address to later steps. `program` is
 * dist/sandbox/index.js. Never rejects; a failure fails the step.
 */
export async function start(program: string): Promise<void> {
  try {
    const inputs = {
      port: core.getInput('port'),
      // Lines and columns in messages refer to the text as written.
      sources: core.getInput('sources', { trimWhitespace: false }),
    };
    const settings = readStartInputs(inputs, process.env['GITHUB_WORKSPACE'] ?? process.cwd());
    const temp = process.env['RUNNER_TEMP'] ?? tmpdir();
    const tenant = launchTenant(program, temp, settings, await workerOfStep());
    // Before anything else can fail, since the step at the end of the job must find the process.
    core.saveState(STATE.pid, tenant.pid);
    core.saveState(STATE.mark, tenant.mark);
    core.saveState(STATE.logFile, tenant.logFile);
    const url = await addressOf(tenant, settings, LONGEST_START_MS);
    const overview = await askOverview(url, LONGEST_START_MS);
    core.saveState(STATE.url, url);
    publish(url);
    describe(url, overview, tenant.logFile);
  } catch (error) {
    fail(error);
  }
}

/**
 * The secret is published with this action and works only with a tenant on the runner's own loopback, so it is not
 * masked.
 */
function publish(url: string): void {
  const { id, secret } = DEFAULT_CLIENT;
  core.exportVariable('SAIL_BASE_URL', url);
  core.exportVariable('SAIL_CLIENT_ID', id);
  core.exportVariable('SAIL_CLIENT_SECRET', secret);
  core.setOutput('base-url', url);
  core.setOutput('client-id', id);
  core.setOutput('client-secret', secret);
}

function describe(url: string, { sources }: Overview, logFile: string): void {
  core.info(
    `A simulated Identity Security Cloud tenant listens at ${url} until the job ends. Nothing in it is real.`,
  );
  core.info(
    'Later steps find it by SAIL_BASE_URL, SAIL_CLIENT_ID and SAIL_CLIENT_SECRET, unless they have the input tenant or base-url. If this step runs in the background, they do not have these variables before a step with wait.',
  );
  core.info(sources.length === 0 ? 'It has no sources.' : 'Its sources:');
  for (const { id, name, accounts } of sources.slice(0, MOST_SOURCES)) {
    core.info(forLog(`  ${id}  ${name} (accounts: ${accounts})`, 300));
  }
  if (sources.length > MOST_SOURCES) core.info(`  and ${sources.length - MOST_SOURCES} more`);
  core.info(`Its log: ${logFile}`);
}

function fail(error: unknown): void {
  if (error instanceof InputFailure && error.file !== undefined) {
    for (const { line, column, text } of error.problems.slice(0, MOST_ANNOTATIONS)) {
      core.error(forAnnotation(text, LONGEST_MESSAGE), {
        title: 'The list of sources cannot be used',
        file: error.file,
        startLine: line,
        startColumn: column,
      });
    }
  }
  core.setFailed(forAnnotation(error instanceof Error ? error.message : String(error), LONGEST_MESSAGE));
}
