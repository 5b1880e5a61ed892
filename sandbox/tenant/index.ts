/** The simulated tenant as a command. */
import { lastWords, parseCommandLine, USAGE, welcome } from './command-line.js';
import { overviewOf } from './overview.js';
import { startSandbox } from './sandbox.js';

try {
  const options = parseCommandLine(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(USAGE);
  } else {
    const sandbox = await startSandbox(options);
    const ids = sandbox.tenant.sources().map(({ id }) => id);
    const sources = options.sources.map((source, index) => ({ ...source, id: ids[index] ?? '' }));
    process.stdout.write(welcome(sandbox.url, sources));
    const end = (): void => {
      sandbox.close().catch((error: unknown) => {
        console.error(error);
      });
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, end);
    }
    if (options.untilGone !== undefined) {
      whenGone(options.untilGone, () => {
        process.stdout.write(lastWords(overviewOf(sandbox)));
        end();
      });
    }
  }
} catch (error) {
  const { message, syscall } = error as NodeJS.ErrnoException;
  // A port in use or a missing file: the options themselves were valid.
  process.stderr.write(syscall === undefined ? `${message}\n\n${USAGE}` : `${message}\n`);
  process.exitCode = 2;
}

/** Calls `end` within a second after the process with this number has ended. */
function whenGone(pid: number, end: () => void): void {
  const look = setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch (error) {
      // EPERM: it is there, and belongs to somebody else.
      if ((error as NodeJS.ErrnoException).code === 'EPERM') return;
      clearInterval(look);
      end();
    }
  }, 1_000);
  look.unref();
}
