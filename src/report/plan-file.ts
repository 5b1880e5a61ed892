/** The plan as a CSV file for later steps: who is created, deleted and changed, and in which columns. No values. */
import { failureFor, thrownMessage } from '../model/failure.js';
import { PLAN_ACTIONS, PLAN_HEADING, type PlanRow } from '../model/outcome.js';
import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The line of a row, with its line end. */
export function lineOf({
  action,
  columns,
  nativeIdentity,
  objectType,
  person,
  sourceId,
  sourceName,
}: PlanRow): string {
  const state = person === 'nobody' ? 'no person' : (person?.lifecycleState ?? '');
  const names = columns.map((name) => name.replaceAll(';', '\\;')).join(';');
  return `${[sourceId, sourceName, objectType, action, nativeIdentity, state, names].map(cell).join(',')}\n`;
}

/**
 * A cell that a spreadsheet shows as text: one that could begin a formula is preceded by an apostrophe, and so is one
 * that begins with an apostrophe, so that removing one gives the text back. Quotes only where CSV needs them.
 */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r']/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** By source id, object type, action, and native identity, texts by code point. */
export function compareRows(one: PlanRow, other: PlanRow): number {
  return (
    byCodePoint(one.sourceId, other.sourceId) ||
    byCodePoint(one.objectType, other.objectType) ||
    PLAN_ACTIONS.indexOf(one.action) - PLAN_ACTIONS.indexOf(other.action) ||
    byCodePoint(one.nativeIdentity, other.nativeIdentity)
  );
}

/** UTF-16 order puts U+E000 to U+FFFF after the code points above them; this one does not. */
function byCodePoint(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

/** The order of UTF-16 units in which surrogates come last. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** What the file needs of the disk. */
export interface PlanDisk {
  /** Makes the folders that are missing and replaces the whole content. */
  readonly write: (path: string, text: string) => Promise<void>;
  readonly append: (path: string, text: string) => Promise<void>;
  /** Also succeeds if there is no such file. */
  readonly remove: (path: string) => Promise<void>;
}

/**
 * The plan file of a step. `begin` deletes the one of an earlier run; `put` writes the rows of a source before it is
 * sent; `finish` puts the sources in order. Sources may be put at the same time. Keeps the text of the file in memory,
 * which is about 70 bytes a row.
 */
export class PlanFile {
  readonly #path: string;
  readonly #disk: PlanDisk;
  /** The lines of each source and object type, by the key that orders them. */
  readonly #blocks = new Map<string, Block>();
  #last: Promise<void> = Promise.resolve();
  #isWritten = false;
  /** The file may hold half a row. */
  #isTorn = false;

  /** @param path absolute; it has been checked with the inputs. */
  constructor(path: string, disk: PlanDisk) {
    this.#path = path;
    this.#disk = disk;
  }

  /** Its absolute path once rows were written; `undefined` before. For the output `plan-file`. */
  get written(): string | undefined {
    return this.#isWritten ? this.#path : undefined;
  }

  /** @throws StepFailure if the file of an earlier run cannot be deleted. */
  async begin(): Promise<void> {
    await this.#try(() => this.#disk.remove(this.#path));
  }

  /**
   * Writes the rows of one source and object type, in place of those of an earlier comparison. None is fine.
   *
   * @throws StepFailure FAILED if they cannot be written.
   */
  async put(about: Pick<PlanRow, 'sourceId' | 'objectType'>, rows: readonly PlanRow[]): Promise<void> {
    const turn = this.#last.then(() => this.#put(about, rows.toSorted(compareRows).map(lineOf).join('')));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #put(
    { objectType, sourceId }: Pick<PlanRow, 'sourceId' | 'objectType'>,
    lines: string,
  ): Promise<void> {
    const key = JSON.stringify([sourceId, objectType]);
    const before = this.#blocks.get(key);
    this.#blocks.set(key, { sourceId, objectType, lines });
    try {
      await this.#try(() =>
        this.#isWritten && before === undefined
          ? this.#disk.append(this.#path, lines)
          : this.#disk.write(this.#path, this.#text()),
      );
    } catch (failure) {
      // Part of the rows may stand there: `finish` takes them out again.
      this.#isTorn = this.#isWritten;
      if (before === undefined) this.#blocks.delete(key);
      else this.#blocks.set(key, before);
      throw failure;
    }
    this.#isWritten = true;
  }

  /** Puts all sources in order, once. @throws StepFailure if the file cannot be written. */
  async finish(): Promise<void> {
    await this.#last;
    // One block is in order since it was put.
    if (!this.#isWritten || (this.#blocks.size < 2 && !this.#isTorn)) return;
    await this.#try(() => this.#disk.write(this.#path, this.#text()));
  }

  #text(): string {
    const blocks = [...this.#blocks.values()].sort(
      (one, other) =>
        byCodePoint(one.sourceId, other.sourceId) || byCodePoint(one.objectType, other.objectType),
    );
    return `${PLAN_HEADING}\n${blocks.map(({ lines }) => lines).join('')}`;
  }

  async #try(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw failureFor(
        'plan-file-unwritable',
        { file: this.#path, why: code ?? thrownMessage(cause) },
        cause,
      );
    }
  }
}

/** The rows of one source and object type. */
interface Block {
  readonly sourceId: string;
  readonly objectType: string;
  readonly lines: string;
}

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
