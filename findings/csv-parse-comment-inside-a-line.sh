#!/usr/bin/env bash
# csv-parse with `comment: "#"` takes the sign as the start of a comment anywhere in a line, not only at its
# beginning: "C# developer" is read as "C", without an error if it is the last cell. Readers such as Apache
# Commons CSV know a comment only at the beginning of a record. `comment_no_infix: true` does the same here.
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

const text = 'id,name,job\n1,Ann,C# developer\n# left out\n2,Bob,Cook\n';
console.log(parse(text, { comment: '#' }));
console.log(parse(text, { comment: '#', comment_no_infix: true }));
JS

expected=$(cat <<'SEEN'
[
  [ 'id', 'name', 'job' ],
  [ '1', 'Ann', 'C' ],
  [ '2', 'Bob', 'Cook' ]
]
[
  [ 'id', 'name', 'job' ],
  [ '1', 'Ann', 'C# developer' ],
  [ '2', 'Bob', 'Cook' ]
]
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
