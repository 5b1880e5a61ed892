import { expect, it } from '@jest/globals';
import { Semaphore } from '../../src/runtime/semaphore.js';
import { failureOf } from '../support/tenant.js';

/** Work that goes on until the test ends it. */
function work(): { run: () => Promise<string>; end: (result?: Error) => void; begun: () => boolean } {
  let begun = false;
  let end: (result?: Error) => void = () => undefined;
  const done = new Promise<string>((resolve, reject) => {
    end = (result) => {
      if (result === undefined) resolve('done');
      else reject(result);
    };
  });
  return {
    run: async () => {
      begun = true;
      return done;
    },
    end: (result) => {
      end(result);
    },
    begun: () => begun,
  };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

it('lets the given number run at once, and the next one as soon as one is done', async () => {
  const turns = new Semaphore(2);
  const works = [work(), work(), work(), work()];
  const results = works.map(async ({ run }) => turns.take(run));
  await settle();
  expect(works.map(({ begun }) => begun())).toEqual([true, true, false, false]);
  works[1]?.end();
  await settle();
  expect(works.map(({ begun }) => begun())).toEqual([true, true, true, false]);
  for (const { end } of works) end();
  expect(await Promise.all(results)).toEqual(['done', 'done', 'done', 'done']);
});

it('passes a failure on, and gives the turn to the next one', async () => {
  const turns = new Semaphore(1);
  const [first, second] = [work(), work()];
  const failed = failureOf(turns.take(first.run));
  const passed = turns.take(second.run);
  first.end(new Error('broke'));
  expect((await failed).message).toBe('broke');
  second.end();
  expect(await passed).toBe('done');
  expect(turns.isFree).toBe(true);
});

it('gives a turn to others while its holder only waits', async () => {
  const turns = new Semaphore(1);
  const [wait, other] = [work(), work()];
  const waiting = turns.take(async () => turns.pass(wait.run));
  const others = turns.take(other.run);
  await settle();
  expect([other.begun(), turns.isFree]).toEqual([true, false]);
  wait.end();
  other.end();
  expect(await Promise.all([waiting, others])).toEqual(['done', 'done']);
  expect(turns.isFree).toBe(true);
});
