/** A process that keeps Jest loaded: it is sent the path of a test file, runs it, and says `green` or `red`. */
import { join } from 'node:path';
import { runCLI } from 'jest';

const OPTIONS = {
  // Beside the files that it runs, so that it goes with them.
  cacheDirectory: join(process.cwd(), '.jest-cache'),
  reporters: [],
  runInBand: true,
  runTestsByPath: true,
  testEnvironment: join(import.meta.dirname, 'first-failure.mjs'),
  watchman: false,
};

process.on('message', async (path) => {
  const { results } = await runCLI({ _: [path], ...OPTIONS }, [process.cwd()]);
  process.send(results.success ? 'green' : 'red');
});
process.on('disconnect', () => process.exit());
