import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { startProgram, type RunningProgram } from './program.js';
import { inMinutes } from './step-end.js';

/** A program that says each signal, and does not end for it. */
const STUBBORN =
  "for (const one of ['SIGINT', 'SIGTERM']) process.on(one, console.log); setInterval(() => {}, 60_000); console.log('ready');";

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** The signals that the runner sends to the program, each with the milliseconds of the test's clock since now. */
function signalsTo({ process }: RunningProgram): readonly (readonly [unknown, number])[] {
  const sent: [unknown, number][] = [];
  const since = Date.now();
  const kill = process.kill.bind(process);
  process.kill = (signal) => {
    sent.push([signal, Date.now() - since]);
    return kill(signal);
  };
  return sent;
}

it('the runner ends a program by SIGINT, by SIGTERM 7.5 s later, and kills it after 10 s', async () => {
  const lines: string[] = [];
  const program = { file: process.execPath, args: ['-e', STUBBORN], cwd: '.', env: {} };
  const running = startProgram(program, (line) => lines.push(line));
  const says = async (text: string): Promise<void> => {
    while (!lines.some((line) => line.startsWith(text))) await once(running.process.stdout, 'data');
  };
  try {
    await says('ready');
    const sent = signalsTo(running);

    running.stop();
    expect(sent).toEqual([['SIGINT', 0]]);
    await says('SIGINT');
    jest.advanceTimersByTime(7_500);
    expect(sent.slice(1)).toEqual([['SIGTERM', 7_500]]);
    await says('SIGTERM');
    jest.advanceTimersByTime(2_500);
    expect(sent.slice(2)).toEqual([['SIGKILL', 10_000]]);

    expect((await running.ended).signal).toBe('SIGKILL');
  } finally {
    running.process.kill('SIGKILL');
  }
});

it('no signal follows once the program has ended, and none is sent to one that has', async () => {
  const env = { PATH: process.env['PATH'] };
  const running = startProgram({ file: 'sleep', args: ['60'], cwd: '.', env });
  const sent = signalsTo(running);

  running.stop();
  expect(sent).toEqual([['SIGINT', 0]]);
  expect((await running.ended).signal).toBe('SIGINT');
  running.stop();
  jest.advanceTimersByTime(10_000);

  expect(sent).toEqual([['SIGINT', 0]]);
});

it('a minute of timeout-minutes has 60 s', () => {
  const over = jest.fn();
  inMinutes(2, over);
  jest.advanceTimersByTime(119_999);
  expect(over).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(over).toHaveBeenCalledTimes(1);

  inMinutes(1, over)();
  jest.advanceTimersByTime(60_000);
  expect(over).toHaveBeenCalledTimes(1);
});
