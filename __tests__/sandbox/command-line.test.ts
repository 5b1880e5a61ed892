import { describe, expect, it } from '@jest/globals';
import { parseCommandLine, welcome } from '../../src/sandbox/command-line.js';
import { startSandbox } from '../../src/sandbox/sandbox.js';

describe('the command line of the sandbox', () => {
  it.each([
    [[], { port: 8080, host: '127.0.0.1', settings: { rateLimit: 'on', taskMs: 1_500 } }],
    [['--port', '0', '--host', '::1'], { port: 0, host: '::1' }],
    [['--rate-limit', 'off', '--task-ms=10'], { settings: { rateLimit: 'off', taskMs: 10 } }],
  ])('%j', (args, expected) => {
    expect(parseCommandLine(args)).toMatchObject(expected);
  });

  it.each([
    [['--port', 'x'], '--port must be a whole number'],
    [['--port', '65536'], '--port must be a whole number'],
    [['--rate-limit', 'maybe'], '--rate-limit must be'],
    [['--task-ms', '-1'], '--task-ms'],
    [['--host', 'example.org'], '--host must be'],
    [['--colour'], 'colour'],
    [['stray'], 'stray'],
  ])('refuses %j', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message);
  });

  it('helps', () => {
    expect(parseCommandLine(['--help'])).toBe('help');
  });

  it('says all that one needs, and what it says is so', async () => {
    const options = parseCommandLine(['--port', '0']);
    if (options === 'help') throw new Error('Help was not asked for.');
    const sandbox = await startSandbox(options);
    try {
      const text = welcome(sandbox.url, options.sources);
      expect(text).toContain(`SAIL_BASE_URL=${sandbox.url}\n`);
      for (const { id, name } of sandbox.tenant.sources()) expect(text).toMatch(new RegExp(`${id} +${name}`));
      expect(
        sandbox.tenant.sources().map((source) => [source.name, sandbox.tenant.accounts(source.id).length]),
      ).toEqual([
        ['HR Employees', 40],
        ['Legacy Payroll', 12],
        ['Corporate Directory', 30],
        ['Contractors', 24],
      ]);
    } finally {
      await sandbox.close();
    }
  });
});
