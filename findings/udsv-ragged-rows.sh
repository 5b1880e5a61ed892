#!/usr/bin/env bash
# udsv, a fast CSV reader for Node.js, counts cells and not line ends: where a row has a cell too few, it goes
# on reading in the next line. Two people become one, whose name holds a line break, and no error is raised.
#
# Tried with udsv 0.7.3. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund udsv@0.7.3

cat >try.mjs <<'JS'
import { inferSchema, initParser } from 'udsv';

const text = 'id,name,city\n1,Ann\n2,Bob,Bern\n3,Cy,Rome,spare\n4,Di,Oslo\n';
console.log(JSON.stringify(initParser(inferSchema(text)).stringArrs(text)));
JS

expected=$(cat <<'SEEN'
[["1","Ann\n2","Bob,Bern"],["3","Cy","Rome,spare"],["4","Di","Oslo"]]
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
