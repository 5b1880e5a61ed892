import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * To be imported by the step before anything else: lets it break off, in the way that BREAK_OFF names, when it looks
 * for its file. What a defect would look like, of the action or of a library in it.
 */
const SECRET_WORDS = 'acct-00001,Person 00001\n::error::run by the runner';

const WAYS = {
  never: () => undefined,
  exit() {
    process.exit(0);
  },
  throw() {
    setImmediate(() => {
      throw new TypeError(SECRET_WORDS);
    });
  },
  'throw text'() {
    setImmediate(() => {
      throw SECRET_WORDS;
    });
  },
  reject() {
    void Promise.reject(new TypeError(SECRET_WORDS));
  },
};

fs.promises.realpath = () => {
  WAYS[process.env.BREAK_OFF]();
  return new Promise(() => undefined);
};
syncBuiltinESMExports();
