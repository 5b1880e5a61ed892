/** The job summary. */
import { appendFile, stat } from 'node:fs/promises';
import type { RunContext } from '../github/run-context.js';
import { thrownMessage } from '../model/failure.js';
import { fitting, SUMMARY_DETAILS } from './page/detail.js';
import { page, type Report } from './page/page.js';

/** Bytes. The runner drops the whole summary beyond 1 MiB; the rest is for what others wrote to the step's file. */
export const MAX_SUMMARY = 1_000_000;

/** The job summary as Markdown, always under `MAX_SUMMARY` bytes: lists are shortened until it fits. */
export function summaryOf(result: Report, context: RunContext): string {
  return fitting(
    SUMMARY_DETAILS,
    result.outcomes,
    (detail) => `${page(result, context, detail, MAX_SUMMARY)}\n`,
    (markdown) => Buffer.byteLength(markdown) < MAX_SUMMARY,
  );
}

/** Beyond this many bytes the runner drops the step's whole summary (docs.github.com, "Job summaries": 1 MiB). */
const MAX_FILE = 1024 * 1024;

/**
 * Appends to the step's summary file (GITHUB_STEP_SUMMARY; each step has its own). Never throws: returns what went
 * wrong as a sentence, or `undefined`. Writes nothing if the runner would then drop the existing content.
 */
export async function writeSummary(path: string | undefined, markdown: string): Promise<string | undefined> {
  if (path === undefined || path === '') return 'No job summary: the runner has not set GITHUB_STEP_SUMMARY.';
  try {
    const { size } = await stat(path).catch(noFileYet);
    const bytes = size + Buffer.byteLength(markdown);
    if (bytes > MAX_FILE) return `No job summary: with ${bytes} bytes it would exceed the runner's 1 MiB.`;
    await appendFile(path, markdown);
    return undefined;
  } catch (error) {
    return `The job summary could not be written: ${thrownMessage(error)}`;
  }
}

function noFileYet(error: unknown): { size: number } {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
    return { size: 0 };
  throw error;
}
