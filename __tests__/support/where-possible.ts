import { it } from '@jest/globals';

type Test = (name: string, body: () => Promise<void>) => void;

/**
 * `test`, which may be `it.concurrent`; or, where `obstacle` says what this machine lacks, a test that is skipped for
 * all to see.
 */
export function itUnless(obstacle: string | undefined, test: Test = it): Test {
  return (name, body) => {
    if (obstacle === undefined) {
      test(name, body);
      return;
    }
    // Jest does not show the names of skipped tests unless asked to.
    process.stderr.write(`SKIPPED: ${obstacle}: ${name}\n`);
    it.skip(`SKIPPED: ${obstacle}: ${name}`, body);
  };
}
