/** The disk of the plan file: the only place that touches it. */
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PlanDisk } from './plan-file.js';

/** The file system. A whole file is written beside its place first: a full disk leaves the rows that stand there. */
export const planDisk: PlanDisk = {
  write: async (path, text) => {
    await mkdir(dirname(path), { recursive: true });
    const beside = `${path}.part`;
    try {
      // Not over what somebody else has put there, such as a link.
      await rm(beside, { force: true });
      await writeFile(beside, text, { flag: 'wx' });
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  },
  append: (path, text) => appendFile(path, text),
  remove: (path) => rm(path, { force: true }),
};
