import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { actionsToolkit } from '../../src/runtime/toolkit.js';

let written = '';
const before = { output: process.env['GITHUB_OUTPUT'], exitCode: process.exitCode };
beforeEach(() => {
  written = '';
  delete process.env['GITHUB_OUTPUT'];
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  if (before.output !== undefined) process.env['GITHUB_OUTPUT'] = before.output;
  process.exitCode = before.exitCode;
});

describe('actionsToolkit', () => {
  it('writes workflow commands', () => {
    actionsToolkit.info('hello');
    actionsToolkit.startGroup('Check');
    actionsToolkit.endGroup();
    actionsToolkit.debug('detail');
    actionsToolkit.warning('w', { title: 't' });
    actionsToolkit.error('a\n::b', { title: 'field-count', file: 'hr.csv', startLine: 3, startColumn: 5 });
    actionsToolkit.setSecret('hunter22');
    actionsToolkit.setOutput('status', 'SUCCESS');
    expect(written.split(/\r?\n/).filter((line) => line !== '')).toEqual([
      'hello',
      '::group::Check',
      '::endgroup::',
      '::debug::detail',
      '::warning title=t::w',
      '::error title=field-count,file=hr.csv,line=3,col=5::a%0A::b',
      '::add-mask::hunter22',
      '::set-output name=status::SUCCESS',
    ]);
  });

  it('fails the step', () => {
    actionsToolkit.setFailed('no');
    expect([written.trim(), process.exitCode]).toEqual(['::error::no', 1]);
  });

  it.each([
    ['1', true],
    ['', false],
  ])('knows whether debugging is on (RUNNER_DEBUG=%j)', (value, on) => {
    const was = process.env['RUNNER_DEBUG'];
    process.env['RUNNER_DEBUG'] = value;
    expect(actionsToolkit.isDebug()).toBe(on);
    if (was === undefined) delete process.env['RUNNER_DEBUG'];
    else process.env['RUNNER_DEBUG'] = was;
  });
});
