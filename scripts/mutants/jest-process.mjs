/**
 * A process that keeps Jest loaded. It is sent `{ path, limit }`, runs this test file, and answers `{ isGreen, ms }`,
 * with milliseconds of processor time. It ends itself where the test file needs more than `limit` of them.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
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

// An endless loop lets nothing else run in this thread.
const guard = new Worker(join(import.meta.dirname, 'guard.mjs'));

process.on('message', async ({ limit, path }) => {
  const before = usedMs();
  guard.postMessage(before + limit);
  const { results } = await runCLI({ _: [path], ...OPTIONS }, [process.cwd()]);
  guard.postMessage(Infinity);
  process.send({ isGreen: results.success, ms: usedMs() - before });
});
process.on('disconnect', () => process.exit());

function usedMs() {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1_000;
}
