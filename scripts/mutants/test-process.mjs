/** Runs the tests of one file again and again, in one process beside this one that can be ended. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

/**
 * Milliseconds of processor time that a test file may take in any case. A mistake can show as an endless loop; a machine
 * that is busy is not a mistake that a test has seen, so the clock on the wall counts only where nothing happens at all.
 */
const LIMIT = 1_500;
/** How many times as long as without a mutant it may take beyond that. */
const SLOWER = 5;
/** Of the processor time of a test file that is not known yet, in milliseconds. */
const LONGEST = 120_000;
/** How much longer a test file may wait than work. */
const WAITING = 15;

export class TestProcess {
  #folder;
  #tests;
  #child;

  /** `folder` is a copy of the repository, `tests` are paths of test files in it. */
  constructor(folder, tests) {
    this.#folder = folder;
    this.#tests = tests.map((path) => ({ path, ms: Infinity }));
  }

  /**
   * Runs the tests as the files are now, up to the first file that is red, and gives its path. One that does not come
   * to an end is red, too. Each green run learns how long the files take; the shortest come first.
   */
  async firstRed() {
    for (const test of this.#tests) {
      const ms = await this.#msIfGreen(test);
      if (ms === undefined) return test.path;
      test.ms = Math.min(test.ms, ms);
    }
    this.#tests.sort((a, b) => a.ms - b.ms);
    return undefined;
  }

  /** Ends the process; the next run starts a new one. */
  end() {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  /** How long a test file took, in milliseconds of processor time; `undefined` where it is red. */
  async #msIfGreen({ path, ms }) {
    const limit = Math.min(LONGEST, LIMIT + SLOWER * ms);
    // Where the process ends by itself, it may be for lack of memory, after many runs: only a new one shows it.
    const result = (await this.#run(path, limit)) ?? (await this.#run(path, limit));
    return result?.isGreen === true ? result.ms : undefined;
  }

  /** What the process says of a test file; `undefined` where it ended by itself. */
  async #run(path, limit) {
    this.#child ??= this.#start();
    const child = this.#child;
    const result = await new Promise((resolve) => {
      const timer = setTimeout(resolve, limit * WAITING, { isGreen: false, isLate: true });
      const settle = (how) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(how);
      };
      child.once('message', settle);
      child.once('exit', (_code, signal) =>
        settle(signal === 'SIGKILL' ? { isGreen: false, isLate: true } : undefined),
      );
      child.send({ path, limit });
    });
    if (result === undefined || result.isLate) this.end();
    return result;
  }

  #start() {
    return fork(join('scripts', 'mutants', 'jest-process.mjs'), {
      cwd: this.#folder,
      execArgv: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  }
}
