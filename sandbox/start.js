// The step: starts the simulated tenant. Built from sandbox/action/ by `npm run build`.
import { fileURLToPath } from 'node:url';
import { start } from '../dist/sandbox-action/index.js';

await start(fileURLToPath(new URL('../dist/sandbox/index.js', import.meta.url)));
