#!/usr/bin/env bash
# The `Paginator` of SailPoint's SDK writes its progress into the arguments that it was given. A second call
# with the same object starts on the last page: of 600 accounts it returns 100, without an error. And `limit:
# 10` returns a whole page of 250, since the limit only says after how many results no further page is asked
# for.
#
# Tried with sailpoint-api-client 1.4.15. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund sailpoint-api-client@1.4.15

cat >try.mjs <<'JS'
import sdk from 'sailpoint-api-client';

console.log = () => {}; // it reports each page there
const accounts = Array.from({ length: 600 }, (_, index) => ({ id: String(index) }));
const list = async ({ limit, offset }) => ({ data: accounts.slice(offset, offset + limit) });
const count = async (parameters) => (await sdk.Paginator.paginate(undefined, list, parameters)).data.length;

const same = { sorters: 'id' };
process.stdout.write(`first call: ${await count(same)}\nsecond call: ${await count(same)}\nlimit 10: ${await count({ limit: 10 })}\n`);
JS

expected=$(cat <<'SEEN'
first call: 600
second call: 100
limit 10: 250
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
