#!/usr/bin/env bash
# The `lines` that csv-parse gives with each record (`info: true`) is the line on which the record ends. For a
# record with quoted line breaks nothing says where it starts, which is what an editor or an annotation needs.
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

const text = 'id,note\n1,"three\nlines\nlong"\n2,short\n';
for (const { record, info } of parse(text, { info: true })) console.log(`record ${record[0]}: line ${info.lines}`);
JS

expected=$(cat <<'SEEN'
record id: line 1
record 1: line 4
record 2: line 5
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
