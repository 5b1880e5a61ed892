import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { nowAndThen, systemClock } from '../../src/runtime/clock.js';
import { failureOf } from '../support/tenant.js';

afterEach(() => {
  jest.useRealTimers();
});

describe("the machine's clock", () => {
  it('tells the time', () => {
    jest.useFakeTimers({ now: 4_711 });
    expect(systemClock.now()).toBe(4_711);
  });

  it('sleeps for the given time, and leaves no listener', async () => {
    jest.useFakeTimers();
    const { signal } = new AbortController();
    const slept = systemClock.sleep(5_000, signal);
    jest.advanceTimersByTime(4_999);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    jest.advanceTimersByTime(1);
    await slept;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('wakes at once with the reason, and leaves no timer', async () => {
    jest.useFakeTimers();
    const controller = new AbortController();
    const slept = failureOf(systemClock.sleep(5_000, controller.signal));
    const reason = new Error('cancelled');
    controller.abort(reason);
    expect(await slept).toBe(reason);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not fall asleep after the end', async () => {
    jest.useFakeTimers();
    const reason = new Error('cancelled');
    expect(await failureOf(systemClock.sleep(5_000, AbortSignal.abort(reason)))).toBe(reason);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('supports hundreds of sleepers under one signal', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): void => {
      warnings.push(warning);
    };
    process.on('warning', listen);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 400 }, () => systemClock.sleep(1, signal)));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });
});

it('logs the latest message at most every 10 s, and nothing about work that is done sooner', () => {
  let now = 0;
  const said: number[] = [];
  const tell = nowAndThen({ now: () => now }, (count: number) => said.push(count));
  for (now = 0; now <= 25_000; now += 1_000) tell(now / 1_000);
  expect(said).toEqual([10, 20]);
});
