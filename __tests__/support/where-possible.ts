import { it } from '@jest/globals';

type Test = (name: string, body: () => Promise<void>) => void;

/** `it`; or, where `obstacle` says what this machine lacks, a test that is skipped for all to see. */
export function itUnless(obstacle: string | undefined): Test {
  return (name, body) => {
    if (obstacle === undefined) {
      it(name, body);
      return;
    }
    // Jest does not show the names of skipped tests unless it is told to.
    process.stderr.write(`SKIPPED: ${obstacle}: ${name}\n`);
    it.skip(`SKIPPED: ${obstacle}: ${name}`, body);
  };
}
