/**
 * The code of sandbox/start.js and sandbox/stop.js: the first and the last step of a job that uses the simulated
 * tenant.
 */
export { start } from './start.js';
export { stop } from './stop.js';
