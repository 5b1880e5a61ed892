#!/usr/bin/env bash
# csv-parse with `cast: true` turns the text 0x1F into the number 0 and 1e5 into 100000. With `cast_date`, a
# room or a job code that ends in a number becomes a day of the year 2001. No error is raised, and the
# original text is gone.
#
# Tried with csv-parse 7.0.3. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3

cat >try.mjs <<'JS'
import { parse } from 'csv-parse/sync';

const text = 'code\n0x1F\n1e5\nRoom 12\n';
for (const options of [{ cast: true }, { cast: true, cast_date: true }]) {
  const codes = parse(text, { columns: true, ...options }).map(({ code }) => code);
  console.log(JSON.stringify(options), codes.map((code) => (code instanceof Date ? `Date of ${code.getFullYear()}` : code)));
}
JS

expected=$(cat <<'SEEN'
{"cast":true} [ 0, 100000, 'Room 12' ]
{"cast":true,"cast_date":true} [ 0, 100000, 'Date of 2001' ]
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
