import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCommandLine, welcome } from '../../tenant/command-line.js';
import { startSandbox } from '../../tenant/sandbox.js';

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

  it('takes a list of sources from a file, and says where the list is wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sources-'));
    const file = join(folder, 'sources.yml');
    try {
      writeFileSync(file, '- name: Badges\n  deleteThreshold: 5\n');
      expect(parseCommandLine(['--sources', file])).toMatchObject({
        sources: [{ name: 'Badges', deleteThreshold: 5 }],
      });
      writeFileSync(file, '- name: Badges\n  nmae: x\n');
      expect(() => parseCommandLine(['--sources', file])).toThrow(
        `${file}:2:3: "nmae" is not a key of a source.`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(() => parseCommandLine(['--sources', file])).toThrow('ENOENT');
  });

  it('prints help', () => {
    expect(parseCommandLine(['--help'])).toBe('help');
  });

  it('prints everything that users need, and what it prints is true', async () => {
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
