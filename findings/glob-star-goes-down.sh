#!/usr/bin/env bash
# In a pattern of @actions/glob the last star finds what is in a folder, the folders among it, and then
# everything below those: `exports/*` also finds exports/2025/old.csv. `implicitDescendants: false` stops
# that; `matchDirectories: false` does not.
#
# Tried with @actions/glob 0.7.0. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @actions/glob@0.7.0

cat >try.mjs <<'JS'
import { mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { create } from '@actions/glob';

mkdirSync('exports/2025', { recursive: true });
writeFileSync('exports/new.csv', '');
writeFileSync('exports/2025/old.csv', '');
for (const options of [{}, { matchDirectories: false }, { implicitDescendants: false }]) {
  const found = await (await create('exports/*', options)).glob();
  console.log(JSON.stringify(options), found.map((path) => relative('.', path)).sort().join(' '));
}
JS

expected=$(cat <<'SEEN'
{} exports/2025 exports/2025/old.csv exports/new.csv
{"matchDirectories":false} exports/2025/old.csv exports/new.csv
{"implicitDescendants":false} exports/2025 exports/new.csv
SEEN
)
seen=$(node try.mjs | grep -v '^::debug::')
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
