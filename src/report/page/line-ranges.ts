/** Many lines in few characters: `12–60, 71`. */

/** Consecutive lines; `from` and `to` are the same for a single one. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** The lines as ranges, in order and each once. */
export function rangesOf(lines: readonly number[]): readonly LineRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && line <= last.to + 1) last.to = line;
    else ranges.push({ from: line, to: line });
  }
  return ranges;
}

/** `12–60`, or only `71`. */
export function rangeInWords({ from, to }: LineRange): string {
  return from === to ? String(from) : `${from}–${to}`;
}
