/** The simulated tenant as a command. */
import { parseCommandLine, USAGE, welcome } from './command-line.js';
import { startSandbox } from './sandbox.js';

try {
  const options = parseCommandLine(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(USAGE);
  } else {
    const sandbox = await startSandbox(options);
    process.stdout.write(welcome(sandbox.url));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        sandbox.close().catch((error: unknown) => {
          console.error(error);
        });
      });
    }
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 2;
}
