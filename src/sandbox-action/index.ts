/** What sandbox/start.js and sandbox/stop.js run: the first and the last step of a job that uses the simulated tenant. */
export { start } from './start.js';
export { stop } from './stop.js';
