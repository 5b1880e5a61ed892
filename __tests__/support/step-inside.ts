import * as core from '@actions/core';
import { StepReader, type RunningStepProcess, type StepStart } from '../runner/step-process.js';
import { main } from '../../src/main.js';
import type { Clock } from '../../src/runtime/clock.js';
import { PACE } from '../../src/runtime/pace.js';
import type { Toolkit } from '../../src/runtime/toolkit.js';

/**
 * Runs the step inside of this process, on a clock of the test, and reads what it says as if it were a process of its own.
 * For variants of what a process shows as well: each process costs a start, and waits for real.
 */
export function startStepInside(start: StepStart, clock: Clock): RunningStepProcess {
  const { files, onLine, program, warnings = [] } = start;
  const env = { ...files.variables, ...program.env };
  const reader = new StepReader(start);
  for (const warning of warnings) reader.say('warning', warning);
  let stdout = '';
  let hasFailed = false;
  const callbacks: ((signal: string) => void)[] = [];
  const toolkit = toolkitOf(env, (text) => {
    stdout += text;
    // As the runner reads a process: a carriage return ends a line as well.
    for (const line of text.split(/\r\n|\n|\r/).slice(0, -1)) {
      reader.read(line);
      onLine?.(line);
    }
  });
  const ended = main({
    env,
    workspace: program.cwd,
    toolkit: {
      ...toolkit,
      setFailed: (message) => {
        hasFailed = true;
        toolkit.setFailed(message);
      },
    },
    clock,
    pace: PACE,
    random: () => 0.5,
    onCancel: (callback) => {
      callbacks.push(callback);
    },
  }).then(() => reader.end({ exitCode: hasFailed ? 1 : 0, signal: null, stdout, stderr: '' }));
  return {
    running: undefined,
    ended,
    stop: (why) => {
      reader.stopped ??= why;
      for (const callback of callbacks) callback('SIGINT');
    },
  };
}

const write = process.stdout.write.bind(process.stdout);

/** The runner's own toolkit, which knows only the variables and the output of its process: it borrows them for each call. */
function toolkitOf(env: NodeJS.ProcessEnv, onText: (text: string) => void): Toolkit {
  const heard =
    <Given extends unknown[]>(say: (...given: Given) => void) =>
    (...given: Given): void => {
      const { exitCode } = process;
      const { GITHUB_OUTPUT: output = '' } = process.env;
      let text = '';
      process.env['GITHUB_OUTPUT'] = env['GITHUB_OUTPUT'] ?? '';
      process.stdout.write = (chunk) => {
        text += String(chunk);
        return true;
      };
      try {
        say(...given);
      } finally {
        Object.assign(process, { exitCode });
        Object.assign(process.stdout, { write });
        process.env['GITHUB_OUTPUT'] = output;
      }
      onText(text);
    };
  return {
    isDebug: () => env['RUNNER_DEBUG'] === '1',
    debug: heard(core.debug),
    info: heard(core.info),
    warning: heard(core.warning),
    error: heard(core.error),
    startGroup: heard(core.startGroup),
    endGroup: heard(core.endGroup),
    setOutput: heard(core.setOutput),
    setSecret: heard(core.setSecret),
    setFailed: heard(core.setFailed),
  };
}
