/** A thread that kills its process when that has used more processor time than it may: milliseconds, as last sent. */
import { parentPort } from 'node:worker_threads';

let mostMs = Infinity;
parentPort.on('message', (ms) => {
  mostMs = ms;
});

setInterval(() => {
  const { system, user } = process.cpuUsage();
  if ((system + user) / 1_000 > mostMs) process.kill(process.pid, 'SIGKILL');
}, 100);
