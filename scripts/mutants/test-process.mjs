/** Runs the tests of one file again and again, in one process beside this one that can be ended. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

/** Milliseconds that a test file may take in any case: a busy machine is not a mistake that a test has seen. */
const LIMIT = 3_000;
/** How many times as long as without a mutant it may take beyond that: a mistake can also show as an endless loop. */
const SLOWER = 5;
/** Milliseconds that no test file takes. */
const LONGEST = 300_000;

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
      const started = performance.now();
      if (!(await this.#isGreen(test))) return test.path;
      test.ms = Math.min(test.ms, performance.now() - started);
    }
    this.#tests.sort((a, b) => a.ms - b.ms);
    return undefined;
  }

  /** Ends the process; the next run starts a new one. */
  end() {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async #isGreen({ path, ms }) {
    const limit = Math.min(LONGEST, LIMIT + SLOWER * ms);
    const first = await this.#run(path, limit);
    // It may have ended for lack of memory, after many runs: only a new one shows whether it was the mistake.
    return first === 'ended' ? (await this.#run(path, limit)) === 'green' : first === 'green';
  }

  /** `green`, `red`, `late`, or `ended` where the process has ended by itself. */
  async #run(path, limit) {
    this.#child ??= fork(join('scripts', 'mutants', 'jest-process.mjs'), {
      cwd: this.#folder,
      execArgv: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const child = this.#child;
    const result = await new Promise((resolve) => {
      const timer = setTimeout(resolve, limit, 'late');
      const settle = (how) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(how);
      };
      child.once('message', settle);
      child.once('exit', () => settle('ended'));
      child.send(path);
    });
    if (result === 'late' || result === 'ended') this.end();
    return result;
  }
}
