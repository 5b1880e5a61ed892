// The simulated tenant of the demo: the committed bundle dist/sandbox/ as a process, as people start it.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SANDBOX = fileURLToPath(new URL('../dist/sandbox/index.js', import.meta.url));

/**
 * Starts the tenant on a free port of this machine. `inputs` are what a step needs to reach it, `uploads` counts the
 * uploads that it has received, `stop` ends it.
 */
export async function startTenant() {
  const child = spawn(process.execPath, [SANDBOX, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const welcome = await firstWords(child);
  const value = (name) => new RegExp(`${name}=(\\S+)`).exec(welcome)?.[1] ?? '';
  const url = value('SAIL_BASE_URL');
  return {
    inputs: {
      'base-url': url,
      'client-id': value('SAIL_CLIENT_ID'),
      'client-secret': value('SAIL_CLIENT_SECRET'),
    },
    uploads: async () => {
      const requests = await (await fetch(`${url}/_sandbox/requests`)).json();
      return requests.filter(({ operation }) => operation === 'loadAccounts').length;
    },
    stop: () => child.kill('SIGTERM'),
  };
}

function firstWords(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      if (text.includes('Ctrl+C')) resolve(text);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The simulated tenant ended with exit code ${code}.`)));
  });
}
