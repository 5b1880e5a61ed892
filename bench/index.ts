import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureChecks } from './checks.js';
import { writeDocument } from './document.js';
import { measureLag } from './lag.js';
import { describeMachine, loadNow } from './machine.js';
import { measureManySources } from './many-sources.js';
import { measureRequests } from './requests.js';
import type { Bench, Section } from './section.js';
import { measureSmallStep } from './small-step.js';
import { measureStartUp } from './start-up.js';
import { measureUpload } from './upload.js';
import { measureValues } from './values.js';

const USAGE = `Usage: npm run bench -- [--quick | --full] [--only <name>]...

Measures this action beside what people would use instead, and writes bench/README.md.

  --quick   under two minutes: fewer rounds; long tasks by a simulated clock only
  --full    more rounds, and tasks of 120 and 600 s for real (about an hour and a half)
  --only    only this measurement, may be given several times; writes nothing`;

/** In the order of bench/README.md. */
const MEASUREMENTS: Readonly<Record<string, (bench: Bench) => Promise<Section>>> = {
  'start-up': measureStartUp,
  'small-step': measureSmallStep,
  upload: measureUpload,
  checks: measureChecks,
  values: measureValues,
  lag: measureLag,
  requests: measureRequests,
  'many-sources': measureManySources,
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
});
const names = values.only ?? Object.keys(MEASUREMENTS);
const areKnown = names.every((name) => name in MEASUREMENTS);
if (values.help || !areKnown) {
  console.log(`${USAGE}\n\nMeasurements: ${Object.keys(MEASUREMENTS).join(', ')}`);
  process.exitCode = values.help ? 0 : 2;
} else {
  await measure();
}

async function measure(): Promise<void> {
  const extent = values.quick ? 'quick' : values.full ? 'full' : 'standard';
  const machine = describeMachine(extent, loadNow());
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const sections: Section[] = [];
  try {
    for (const name of names) {
      const started = performance.now();
      const section = await MEASUREMENTS[name]?.({ extent, folder });
      if (section === undefined) continue;
      sections.push(section);
      const seconds = Math.round((performance.now() - started) / 1_000);
      console.log(`# ${name} (${seconds} s)\n\n${section.text}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const { aim, measured, met, what } of sections.flatMap((section) => section.verdicts)) {
    console.log(`${met ? 'met   ' : 'MISSED'} ${what}: ${measured} (aim: ${aim})`);
  }
  if (values.only === undefined) await writeDocument(machine, sections);
}
