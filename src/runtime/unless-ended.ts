/** Work that nothing can break off, such as a read from a network mount that is gone. */

/**
 * What `work` comes to, unless `signal` fires first: then the work is left alone, whatever becomes of it.
 *
 * @throws what `work` throws; the signal's reason.
 */
export async function unlessEnded<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Left alone, its failure must not count as unhandled.
  work.catch(() => undefined);
  signal.throwIfAborted();
  const over = new AbortController();
  const ended = new Promise<never>((_resolve, reject) => {
    const options = { once: true, signal: over.signal };
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, options);
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    over.abort();
  }
}
