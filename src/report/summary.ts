import { SUMMARY_DETAILS, fitting } from './page/detail.js';
import { page } from './page/page.js';
import type { RunContext } from '../github/run-context.js';
import type { StepResult } from './step-result.js';

/** Bytes. The runner drops a summary beyond 1 MiB whole (design.md); the rest is left for what others wrote to the step's file. */
export const MAX_SUMMARY = 1_000_000;

/** The job summary as Markdown, always under `MAX_SUMMARY` bytes: lists are shortened until it fits. */
export function summaryOf(result: StepResult, context: RunContext): string {
  return fitting(
    SUMMARY_DETAILS,
    result.outcomes,
    (detail) => `${page(result, context, detail)}\n`,
    (markdown) => Buffer.byteLength(markdown) < MAX_SUMMARY,
  );
}
