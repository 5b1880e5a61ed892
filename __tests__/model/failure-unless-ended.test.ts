import { describe, expect, it } from '@jest/globals';
import { unlessEnded } from '../../src/model/failure.js';

const never = new Promise<never>(() => undefined);

describe('work that cannot be interrupted', () => {
  it('returns its result', async () => {
    const { signal } = new AbortController();
    await expect(unlessEnded(Promise.resolve(1), signal)).resolves.toBe(1);
    await expect(unlessEnded(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  });

  it('is abandoned when the signal fires', async () => {
    const end = new AbortController();
    const result = unlessEnded(never, end.signal);
    end.abort(new Error('too late'));
    await expect(result).rejects.toThrow('too late');
  });

  it('is not waited for if the signal has already fired', async () => {
    await expect(unlessEnded(never, AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
  });
});
