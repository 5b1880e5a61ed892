import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from '../../sandbox/tenant/routes.js';
import type { Scenario } from './play.js';

/** While the tenant delays its reply to `operation`, a named pipe takes the place of hr.csv. */
export function pipeDuring(operation: Operation): Pick<Scenario, 'faults' | 'meanwhile'> {
  return {
    faults: [{ operation, fault: { kind: 'delay', ms: 1_500 } }],
    meanwhile: async (step, sandbox) => {
      await sandbox.waitFor((requests) => requests.some((request) => request.operation === operation));
      const path = join(step.checkout, 'hr.csv');
      renameSync(path, `${path}.old`);
      spawnSync('mkfifo', [path]);
    },
  };
}
