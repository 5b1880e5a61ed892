/** The disk of the plan file: the only place that touches it. */
import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PlanDisk } from './plan-file.js';

/** The file system. A whole file is written beside its place first: a full disk leaves the rows that stand there. */
export const planDisk: PlanDisk = {
  write: async (path, text) => {
    await mkdir(dirname(path), { recursive: true });
    // A name of its own, so that no file of somebody else is in its way.
    const beside = `${path}.${randomUUID()}.part`;
    try {
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
