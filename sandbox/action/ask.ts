import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Overview } from '../tenant/overview.js';

/**
 * What the tenant at `url` has received and contains. Rejects if it does not answer within `longestMs`. Connects to the
 * loopback address directly, whatever proxy the job has.
 */
export async function askOverview(url: string, longestMs: number): Promise<Overview> {
  const reply = await new Promise<string>((resolve, reject) => {
    const signal = AbortSignal.timeout(longestMs);
    const request = get(`${url}/_sandbox/overview`, { agent: false, signal }, (response) => {
      text(response).then(resolve, reject);
    });
    request.once('error', reject);
  });
  return JSON.parse(reply) as Overview;
}
