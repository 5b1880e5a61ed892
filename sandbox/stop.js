// The end of the job: writes what the tenant received to the job summary, and ends it.
import { stop } from '../dist/sandbox-action/index.js';

await stop();
