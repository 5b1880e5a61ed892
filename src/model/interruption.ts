/** Work that cannot be interrupted by itself, held against a signal. */

/**
 * The result of `work`, unless `signal` fires first: the work is then abandoned, whatever happens to it.
 *
 * @throws what `work` throws; the signal's reason.
 */
export async function unlessEnded<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Its failure must not count as unhandled once it is abandoned.
  work.catch(() => undefined);
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(signal.reason as Error);
    };
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
