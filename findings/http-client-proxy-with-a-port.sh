#!/usr/bin/env bash
# @actions/http-client takes a proxy variable without a scheme: `proxy.example` is read as
# http://proxy.example. With a port it is not: `proxy.example:3128` is a valid URL whose scheme is
# "proxy.example", so nothing is mended, the host is empty, and the client connects directly without a word.
#
# Tried with @actions/http-client 4.0.1. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @actions/http-client@4.0.1

cat >try.mjs <<'JS'
import { HttpClient } from '@actions/http-client';

for (const proxy of ['http://proxy.example:3128', 'proxy.example', 'proxy.example:3128']) {
  process.env.https_proxy = proxy;
  process.env.no_proxy = '';
  const agent = new HttpClient().getAgent('https://tenant.example');
  console.log(proxy, 'proxyOptions' in agent ? 'through the proxy' : 'directly');
}
JS

expected=$(cat <<'SEEN'
http://proxy.example:3128 through the proxy
proxy.example through the proxy
proxy.example:3128 directly
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
