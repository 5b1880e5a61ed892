import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { figure } from './markdown.js';
import type { Extent } from './section.js';

const GIB = 1024 ** 3;

/** What was measured, with what and where: figures mean nothing without it. */
export function describeMachine(extent: Extent, load: number): string {
  const [curl = ''] = output('curl', '--version').split(' (');
  const packages = ['sailpoint-api-client', 'csv-parse', '@actions/http-client'].map(
    (name) => `${name} ${versionOf(name)}`,
  );
  const cores = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`;
  const machine = `${cores}, ${figure(totalmem() / GIB)} GiB, ${platform()} ${release()} ${arch()}`;
  return [
    `- Form: \`${extent}\`, on ${new Date().toISOString().slice(0, 10)}, at commit ${output('git', 'rev-parse', '--short', 'HEAD').trim()}`,
    `- Machine: ${machine}; load when it began: ${figure(load)}`,
    `- Versions: Node ${process.versions.node}, ${curl}, ${packages.join(', ')}`,
  ].join('\n');
}

/** Processes that want to run, on average over the last minute: much more than 0 distorts the figures. */
export function loadNow(): number {
  return loadavg()[0] ?? Number.NaN;
}

function versionOf(name: string): string {
  const path = fileURLToPath(new URL(`../../../node_modules/${name}/package.json`, import.meta.url));
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

function output(file: string, ...args: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8' });
}
