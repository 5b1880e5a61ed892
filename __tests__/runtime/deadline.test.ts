import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { systemClock } from '../../src/runtime/clock.js';
import { FAILURES } from '../../src/model/failures/table.js';
import { cancelled, Deadline } from '../../src/runtime/deadline.js';

afterEach(() => {
  jest.useRealTimers();
});

describe('the deadline of a step', () => {
  it('never passes if it is not set', () => {
    const deadline = new Deadline();
    expect([deadline.at, deadline.signal.aborted]).toEqual([Infinity, false]);
  });

  it('counts from the start of the step, not from when the inputs were read', async () => {
    jest.useFakeTimers({ now: 1_400 });
    const deadline = new Deadline();
    deadline.limit(systemClock, 1_000, 90_000);
    expect(deadline.at).toBe(91_000);
    await jest.advanceTimersByTimeAsync(89_599);
    expect(deadline.signal.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(deadline.signal.reason).toMatchObject({
      status: 'TIMED_OUT',
      message: 'The deadline of this step has passed (timeout-minutes: 1.5).',
      next: FAILURES.deadline.next,
    });
  });

  it('may have passed before it was set', async () => {
    jest.useFakeTimers({ now: 5_000 });
    const deadline = new Deadline();
    deadline.limit(systemClock, 0, 1_000);
    await jest.advanceTimersByTimeAsync(0);
    expect(deadline.signal.aborted).toBe(true);
  });

  it('gives the first reason only', () => {
    const deadline = new Deadline();
    deadline.end(cancelled('SIGINT'));
    deadline.end(cancelled('SIGTERM'));
    expect(deadline.signal.reason).toMatchObject({
      status: 'CANCELLED',
      message:
        'The runner ended this step (SIGINT): the run was cancelled, a cancel step or timeout-minutes ended it, or the runner is shutting down.',
    });
  });

  it('leaves nothing behind when the step is over', () => {
    jest.useFakeTimers({ now: 0 });
    const deadline = new Deadline();
    deadline.limit(systemClock, 0, 60_000);
    deadline.clear();
    expect([jest.getTimerCount(), deadline.signal.aborted]).toEqual([0, true]);
  });
});
