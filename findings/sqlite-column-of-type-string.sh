#!/usr/bin/env bash
# SQLite takes any word as a type. A column of type STRING is one of numbers: 00420 is stored as 420, 4E05 as
# 400000 and 0012345678901234567890 with its last digits rounded. TEXT, VARCHAR and CLOB keep them. Whatever
# exports the table later cannot bring them back.
#
# Tried with sql.js 1.17.0 (SQLite 3.54.1). Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund sql.js@1.17.0

cat >try.mjs <<'JS'
import initialize from 'sql.js';

const database = new (await initialize()).Database();
database.run('CREATE TABLE people (badge STRING, same TEXT)');
for (const badge of ['00420', '4E05', '0012345678901234567890']) database.run('INSERT INTO people VALUES (?, ?)', [badge, badge]);
for (const row of database.exec('SELECT CAST(badge AS TEXT), same FROM people')[0].values) console.log(row.join(' | '));
JS

expected=$(cat <<'SEEN'
420 | 00420
400000 | 4E05
1.2345678901234567e+19 | 0012345678901234567890
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
