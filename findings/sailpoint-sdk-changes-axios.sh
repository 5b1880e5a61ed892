#!/usr/bin/env bash
# SailPoint's SDK sets up its retries on the axios that the whole process shares, anew with every request. A
# program's own request, which failed once before, is sent four times after the SDK has been used; and the
# list of interceptors grows by one with each call. (In CommonJS; an ES module gets a copy of axios of its
# own.)
#
# Tried with sailpoint-api-client 1.4.15 and axios 1.21.1. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund sailpoint-api-client@1.4.15 axios@1.21.1

cat >try.cjs <<'JS'
const { createServer } = require('node:http');
const axios = require('axios');
const sdk = require('sailpoint-api-client');

async function main() {
  let requests = 0;
  const server = createServer((request, response) => {
    if (request.url === '/own') requests += 1;
    response.writeHead(request.url === '/own' ? 503 : 200, { 'Content-Type': 'application/json' }).end('[]');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const ask = async (when) => {
    requests = 0;
    await axios.get(`${url}/own`).catch(() => {});
    console.log(`${when}: ${requests} requests, ${axios.interceptors.response.handlers.length} interceptors`);
  };
  const sources = new sdk.SourcesV2024Api(new sdk.Configuration({ baseurl: url, accessToken: 'token' }));
  await ask('before');
  for (let call = 0; call < 5; call += 1) await sources.listSources();
  await ask('after five calls of the SDK');
  server.close();
  server.closeAllConnections();
}

main();
JS

expected=$(cat <<'SEEN'
before: 1 requests, 0 interceptors
after five calls of the SDK: 4 requests, 5 interceptors
SEEN
)
seen=$(node try.cjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
