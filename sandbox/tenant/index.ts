/** The simulated tenant as a command. */
import { parseCommandLine, USAGE, welcome } from './command-line.js';
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
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        sandbox.close().catch((error: unknown) => {
          console.error(error);
        });
      });
    }
  }
} catch (error) {
  const { message, syscall } = error as NodeJS.ErrnoException;
  // A port in use or a missing file: the options themselves were valid.
  process.stderr.write(syscall === undefined ? `${message}\n\n${USAGE}` : `${message}\n`);
  process.exitCode = 2;
}
