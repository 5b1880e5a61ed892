import { describe, expect, it } from '@jest/globals';
import { systemClock, type Clock } from '../../../src/runtime/clock.js';
import { cancelled, Deadline } from '../../../src/runtime/deadline.js';
import { nextLookIn, TaskFollower, type TaskLooks } from '../../../src/aggregation/common/follower.js';
import { isOver, type Task } from '../../../src/model/task.js';
import { HttpRefusal } from '../../../src/isc/failures.js';
import { decodeTask } from '../../../src/isc/decode-task.js';
import { PACE } from '../../../src/runtime/pace.js';
import { skippingClock } from '../../support/clocks.js';
import { FAST, failureOf } from '../../support/tenant.js';

function task(id: string, fields: object = {}): Task {
  const decoded = decodeTask({ id, ...fields });
  if (decoded === undefined) throw new Error('no task');
  return decoded;
}

const TENTH = { ...PACE, firstLookMs: 1_000, longestLookMs: 10_000, lookShare: 0.1 };

const OVER = { completed: 1, completionStatus: 'SUCCESS' };

function refusal(status: number): HttpRefusal {
  return new HttpRefusal('task', { status, headers: {}, text: '' }, undefined);
}

interface Following {
  readonly follower: TaskFollower;
  readonly clock: ReturnType<typeof skippingClock>;
  readonly deadline: Deadline;
  /** When each look happened, and at which tasks. */
  readonly looks: (readonly [ms: number, what: string])[];
}

/** Follows tasks that end after so many milliseconds, on a clock on which nobody waits. */
function following(
  ends: Readonly<Record<string, number>>,
  changes: Partial<TaskLooks & Pick<Clock, 'sleep'>> = {},
): Following {
  const clock = Object.assign(skippingClock(), changes.sleep === undefined ? {} : { sleep: changes.sleep });
  const deadline = new Deadline();
  const looks: [number, string][] = [];
  const at = (id: string): Task => task(id, clock.now() >= (ends[id] ?? 0) ? OVER : {});
  const follower = new TaskFollower({
    clock,
    deadline,
    pace: TENTH,
    looks: {
      one: async (id) => {
        looks.push([clock.now(), id]);
        await Promise.resolve();
        return changes.one === undefined ? at(id) : changes.one(id);
      },
      several: async (ids) => {
        looks.push([clock.now(), ids.join(' and ')]);
        await Promise.resolve();
        return changes.several === undefined ? new Map(ids.map((id) => [id, at(id)])) : changes.several(ids);
      },
    },
  });
  return { follower, clock, deadline, looks };
}

const IGNORE = (): void => undefined;

describe('a task is over', () => {
  it.each([
    ['with both', OVER, true],
    ['not with a time alone', { completed: 1 }, false],
    ['not with a status alone', { completionStatus: 'SUCCESS' }, false],
    ['with any status, known or not', { completed: 1, completionStatus: 'Odd' }, true],
  ])('%s', (_name, fields, expected) => {
    expect(isOver(task('t', fields))).toBe(expected);
  });
});

describe('the distance between two looks', () => {
  it.each([
    [0, 1_000],
    [5_000, 1_000],
    [30_000, 3_000],
    [100_000, 10_000],
    [3_600_000, 10_000],
  ])('%i ms after the start is %i ms', (elapsed, expected) => {
    expect(nextLookIn(elapsed, TENTH)).toBe(expected);
  });

  it.each([
    [0, 2, 1_000],
    [30_000, 2, 6_000],
    [30_000, 100, 6_000],
    [60_000, 2, 10_000],
  ])('%i ms after the start of %i tasks is %i ms', (elapsed, tasks, expected) => {
    expect(nextLookIn(elapsed, TENTH, tasks)).toBe(expected);
  });
});

describe('following one task', () => {
  it('looks first after a second, then less often, and sees its end soon', async () => {
    const { follower, clock, looks } = following({ t1: 60_000 });
    const seen: boolean[] = [];
    const end = await follower.follow('t1', (one) => seen.push(isOver(one)));
    expect(end).toMatchObject({ id: 't1', completionStatus: 'SUCCESS' });
    expect(looks[0]).toEqual([1_000, 't1']);
    expect(clock.now()).toBeLessThan(67_000);
    expect(looks.length).toBeLessThan(35);
    expect([seen.at(-1), seen.filter((over) => over).length]).toEqual([true, 1]);
    expect(follower.size).toBe(0);
  });

  it('fails where ISC does not show it', async () => {
    const failure = refusal(403);
    const { follower } = following({}, { one: async () => Promise.reject(failure) });
    expect(await failureOf(follower.follow('t1', IGNORE))).toBe(failure);
    expect(follower.size).toBe(0);
  });

  it('goes on where ISC does not know the task for a while, and fails where that lasts', async () => {
    const failure = refusal(404);
    const asked: number[] = [];
    const unknownFor = (ms: number): ReturnType<typeof following> => {
      const made = following(
        {},
        {
          one: async (id) => {
            asked.push(made.clock.now());
            return made.clock.now() < ms ? Promise.reject(failure) : Promise.resolve(task(id, OVER));
          },
        },
      );
      return made;
    };
    expect(await unknownFor(50_000).follower.follow('t1', IGNORE)).toMatchObject({ id: 't1' });
    const late = unknownFor(70_000);
    expect(await failureOf(late.follower.follow('t1', IGNORE))).toBe(failure);
    expect(late.clock.now()).toBeGreaterThanOrEqual(60_000);
  });

  it('fails with what its listener throws', async () => {
    const defect = new TypeError('x is undefined');
    const { follower } = following({});
    const throwing = (): void => {
      throw defect;
    };
    expect(await failureOf(follower.follow('t1', throwing))).toBe(defect);
  });

  it('can be done again afterwards', async () => {
    const { follower } = following({});
    await follower.follow('t1', IGNORE);
    expect(await follower.follow('t2', IGNORE)).toMatchObject({ id: 't2' });
  });
});

describe('following several tasks', () => {
  it('takes one request for all of them', async () => {
    const { follower, looks } = following({ a: 5_000, b: 20_000, c: 20_000 });
    await Promise.all(['a', 'b', 'c'].map(async (id) => follower.follow(id, IGNORE)));
    expect(looks[0]).toEqual([1_000, 'a and b and c']);
    expect(looks.filter(([, what]) => !what.includes('and'))).toEqual([]);
    expect(looks.at(-1)?.[1]).toBe('b and c');
  });

  it('looks singly at one that the list does not show', async () => {
    const several: TaskLooks['several'] = async () => Promise.resolve(new Map([['a', task('a', OVER)]]));
    const { follower, looks } = following({}, { several });
    await Promise.all(['a', 'b'].map(async (id) => follower.follow(id, IGNORE)));
    expect(looks.map(([, what]) => what)).toEqual(['a and b', 'b']);
  });

  it('looks singly at all where ISC refuses the list, and asks for it no more', async () => {
    const several: TaskLooks['several'] = async () => Promise.resolve(undefined);
    const { follower, looks } = following({ a: 3_000, b: 3_000 }, { several });
    await Promise.all(['a', 'b'].map(async (id) => follower.follow(id, IGNORE)));
    expect(looks.filter(([, what]) => what === 'a and b')).toHaveLength(1);
  });

  it('looks singly no more than four times a second', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `t${index}`);
    const ends = Object.fromEntries(ids.map((id) => [id, 12_000]));
    const { follower, looks } = following(ends, { several: async () => Promise.resolve(undefined) });
    await Promise.all(ids.map(async (id) => follower.follow(id, IGNORE)));
    expect([...new Set(looks.map(([ms]) => ms))]).toEqual([1_000, 6_000, 11_000, 16_000]);
  });

  it('goes on with the others when one cannot be seen', async () => {
    const gone = refusal(410);
    const { follower } = following(
      {},
      {
        several: async () => Promise.resolve(undefined),
        one: async (id) => (id === 'a' ? Promise.reject(gone) : Promise.resolve(task(id, OVER))),
      },
    );
    const [a, b] = await Promise.allSettled(['a', 'b'].map(async (id) => follower.follow(id, IGNORE)));
    expect(a).toMatchObject({ status: 'rejected', reason: gone });
    expect(b).toMatchObject({ status: 'fulfilled', value: { id: 'b' } });
  });

  it('fails for all where the list fails', async () => {
    const failure = refusal(500);
    const { follower } = following({}, { several: async () => Promise.reject(failure) });
    const ends = await Promise.allSettled(['a', 'b'].map(async (id) => follower.follow(id, IGNORE)));
    expect(ends.map((end) => (end as PromiseRejectedResult).reason as unknown)).toEqual([failure, failure]);
    expect(follower.size).toBe(0);
  });
});

describe('a new task', () => {
  it('does not wait for the long pause of an old one', async () => {
    const pauses: { readonly ms: number; readonly end: () => void }[] = [];
    const pauseOf = async (count: number): Promise<number | undefined> => {
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(pauses).toHaveLength(count);
      return pauses.at(-1)?.ms;
    };
    const sleep: Clock['sleep'] = (ms, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
        const end = (): void => {
          clock.pass(ms);
          resolve();
        };
        pauses.push({ ms, end });
      });
    const { follower, clock, looks } = following({ old: 200_000, quick: 0 }, { sleep });
    clock.pass(100_000);
    const old = follower.follow('old', IGNORE);
    expect(await pauseOf(1)).toBe(1_000);
    clock.pass(90_000);
    pauses[0]?.end();
    expect(await pauseOf(2)).toBe(9_100);
    const quick = follower.follow('quick', IGNORE);
    expect(await pauseOf(3)).toBe(1_000);
    pauses[2]?.end();
    expect(await quick).toMatchObject({ id: 'quick' });
    clock.pass(10_000);
    await pauseOf(4);
    pauses[3]?.end();
    expect(await old).toMatchObject({ id: 'old' });
    expect(looks.map(([, what]) => what)).toEqual(['old', 'old and quick', 'old']);
  });
});

describe('on a real clock', () => {
  function real(longestLookMs: number): { follower: TaskFollower; deadline: Deadline; looks: string[] } {
    const deadline = new Deadline();
    const looks: string[] = [];
    const follower = new TaskFollower({
      clock: systemClock,
      deadline,
      pace: { ...FAST, longestLookMs, firstLookMs: 10, lookShare: 1_000 },
      looks: {
        one: async (id) => {
          looks.push(id);
          return Promise.resolve(task(id, id === 'quick' ? OVER : {}));
        },
        several: async (ids) => {
          looks.push(ids.join(' and '));
          return Promise.resolve(new Map(ids.map((id) => [id, task(id, id === 'quick' ? OVER : {})])));
        },
      },
    });
    return { follower, deadline, looks };
  }

  it('the end of the step ends it at once, and ends nothing else', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => {
      unhandled.push(reason);
    };
    process.on('unhandledRejection', listen);
    const { follower, deadline } = real(60_000);
    const ends = ['a', 'b'].map(async (id) => failureOf(follower.follow(id, IGNORE)));
    const reason = cancelled('SIGTERM');
    setTimeout(() => {
      deadline.end(reason);
    }, 20);
    expect(await Promise.all(ends)).toEqual([reason, reason]);
    expect(await failureOf(follower.follow('late', IGNORE))).toBe(reason);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });
});
