#!/usr/bin/env bash
# Octokit reports a server that could not be reached as an error of status 500; only the missing `response`
# tells it from an answer. A JSON answer that does not parse arrives as a text with status 200, and one whose
# connection breaks half-way as an empty text with status 200: a program that only looks at the status goes on
# with nothing.
#
# Tried with @actions/github 9.1.1. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @actions/github@9.1.1

cat >try.mjs <<'JS'
import { createServer } from 'node:http';
import { getOctokit } from '@actions/github';

const server = createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', ...(request.url === '/half' && { 'Content-Length': 100 }) });
  response.write('{"login":');
  if (request.url === '/half') setTimeout(() => response.destroy(), 100);
  else response.end();
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const octokit = getOctokit('token', { baseUrl: `http://127.0.0.1:${server.address().port}` });
const ask = async (path) => {
  try {
    const { status, data } = await octokit.request(`GET ${path}`);
    console.log(path, status, JSON.stringify(data));
  } catch (error) {
    console.log(path, error.name, error.status, 'response:', error.response);
  }
};
await ask('/not-json');
await ask('/half');
server.close();
server.closeAllConnections();
await ask('/closed');
JS

expected=$(cat <<'SEEN'
/not-json 200 "{\"login\":"
/half 200 ""
/closed HttpError 500 response: undefined
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
