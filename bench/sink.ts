// A server that receives an upload and discards it, so that nearly all of the cost is the client's own. The simulated
// tenant hashes and counts each byte, which hides how much faster one client is than another.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const TASK = { id: '0'.repeat(32), completed: null, completionStatus: null, messages: [] };

/** The requests of a step that only uploads, by the beginning of the path. */
const REPLIES: readonly (readonly [path: string, status: number, reply: unknown])[] = [
  ['/oauth/token', 200, { access_token: 'token', token_type: 'bearer', expires_in: 749 }],
  ['/task-status', 200, []],
  ['/sources/v1/sink/load-accounts', 202, { success: true, task: TASK }],
  ['/v2024/sources/sink/load-accounts', 202, { success: true, task: TASK }],
  ['/sources/v1/sink', 200, { id: 'sink', name: 'Sink', type: 'DelimitedFile', connectionType: 'file' }],
];

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    const [, status, reply] = REPLIES.find(([path]) => request.url?.startsWith(path)) ?? ['', 404, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
});
server.requestTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  console.log(`SAIL_BASE_URL=http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
