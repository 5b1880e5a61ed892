#!/usr/bin/env bash
# DuckDB's `read_csv` guesses whether a file has comments. One line that begins with # is enough: every # then
# ends its line, also inside a value, and the row that begins with it is gone. Without that one row the same
# value is read whole.
#
# Tried with @duckdb/node-api 1.5.6-r.1 (DuckDB 1.5.6). Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1

cat >try.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const connection = await (await DuckDBInstance.create()).connect();
for (const [name, text] of [
  ['without', 'id,job\n1,C# developer\n3,Cook\n'],
  ['with', 'id,job\n1,C# developer\n#2,Clerk\n3,Cook\n'],
]) {
  writeFileSync(`${name}.csv`, text);
  const reader = await connection.runAndReadAll(`FROM read_csv('${name}.csv')`);
  console.log(name, JSON.stringify(reader.getRowsJson()));
}
JS

expected=$(cat <<'SEEN'
without [["1","C# developer"],["3","Cook"]]
with [["1","C"],["3","Cook"]]
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
