/**
 * Takes the lines for the runner's debug log out of what a test run prints: `@actions/glob` writes them to stdout
 * itself when a test reads inputs in its own process. Jest loads this before each test file, and the stream outlives
 * the file: it is changed once.
 */
const done = Symbol.for('without debug lines');

if (!(done in process.stdout)) {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text, ...rest) =>
    typeof text === 'string' && text.startsWith('::debug::') ? true : write(text, ...rest);
  Object.assign(process.stdout, { [done]: true });
}
