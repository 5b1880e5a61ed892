#!/usr/bin/env bash
# `getJson` of @actions/http-client answers a body that is not JSON with `result: null` and the status 200. A
# sign-in page of a proxy, an answer that was cut off and an empty body look alike, and like a 404, for which
# it does not throw either.
#
# Tried with @actions/http-client 4.0.1. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @actions/http-client@4.0.1

cat >try.mjs <<'JS'
import { createServer } from 'node:http';
import { HttpClient } from '@actions/http-client';

const bodies = { '/page': '<html>Sign in</html>', '/cut': '{"name":"HR",', '/empty': '', '/gone': '{"error":"no such source"}' };
const server = createServer((request, response) => {
  response.writeHead(request.url === '/gone' ? 404 : 200, { 'Content-Type': 'application/json' }).end(bodies[request.url]);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
for (const path of Object.keys(bodies)) {
  const { statusCode, result } = await new HttpClient().getJson(`http://127.0.0.1:${server.address().port}${path}`);
  console.log(path, statusCode, result);
}
server.close();
JS

expected=$(cat <<'SEEN'
/page 200 null
/cut 200 null
/empty 200 null
/gone 404 null
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
