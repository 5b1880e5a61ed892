#!/usr/bin/env bash
# A tenant that is asked too often answers 429 and says in Retry-After when to ask again. Two clients of this
# field retry a request that met a 503 three times each, but give up on a 429 at once: @actions/http-client
# with `allowRetries`, and SailPoint's own SDK. Neither waits as Retry-After says: three attempts are over in
# less than the second that was asked for.
#
# Tried with @actions/http-client 4.0.1 and sailpoint-api-client 1.4.15. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @actions/http-client@4.0.1 sailpoint-api-client@1.4.15

cat >try.mjs <<'JS'
import { createServer } from 'node:http';
import { HttpClient } from '@actions/http-client';
import sdk from 'sailpoint-api-client';

let status = 503;
let times = [];
const server = createServer((request, response) => {
  times.push(Date.now());
  response.writeHead(status, { 'Retry-After': '5' }).end('{}');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}`;
const client = new HttpClient('try', [], { allowRetries: true, maxRetries: 3 });
const sources = new sdk.SourcesV2024Api(new sdk.Configuration({ baseurl: url, accessToken: 'token' }));
const ways = { 'http-client': async () => (await client.get(url)).readBody(), SDK: () => sources.listSources().catch(() => {}) };
for (const [name, ask] of Object.entries(ways)) {
  for (status of [503, 429]) {
    times = [];
    await ask();
    const waited = times.length > 1 && times[1] - times[0] >= 5000;
    console.log(`${name}, ${status}: ${times.length} requests${times.length > 1 ? `, ${waited ? '' : 'not '}as Retry-After says` : ''}`);
  }
}
server.close();
server.closeAllConnections();
JS

expected=$(cat <<'SEEN'
http-client, 503: 4 requests, not as Retry-After says
http-client, 429: 1 requests
SDK, 503: 4 requests, not as Retry-After says
SDK, 429: 1 requests
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
