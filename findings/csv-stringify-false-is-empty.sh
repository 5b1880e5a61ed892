#!/usr/bin/env bash
# csv-stringify writes `true` as 1 and `false` as an empty cell, and a date as milliseconds since 1970. In a
# column that says who is active, every inactive person has no value; nothing tells "false" from "not known".
# The `cast` option sets both right.
#
# Tried with csv-stringify 6.9.0. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund csv-stringify@6.9.0

cat >try.mjs <<'JS'
import { stringify } from 'csv-stringify/sync';

const people = [
  { id: '1', active: true, left: null },
  { id: '2', active: false, left: new Date('2026-01-31T00:00:00Z') },
];
process.stdout.write(stringify(people, { header: true }));
JS

expected=$(cat <<'SEEN'
id,active,left
1,1,
2,,1769817600000
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
