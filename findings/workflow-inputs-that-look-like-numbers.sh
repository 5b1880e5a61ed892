#!/usr/bin/env bash
# Every input of an action is a text, but an unquoted one that looks like a number goes through a number on
# its way: 007 arrives as 7, 1.50 as 1.5 and 0o17 as 15. An id of 32 hexadecimal digits whose only letter is
# an e arrives as "Infinity".
#
# Tried with @actions/workflow-parser 0.3.61 (GitHub's own), bundled by esbuild 0.25.12 since it imports JSON in a way that Node.js refuses. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @actions/workflow-parser@0.3.61 esbuild@0.25.12

cat >try.mjs <<'JS'
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';

const values = ['007', '1.50', '0o17', '29180835e28744538391760551238801', '"007"'];
const inputs = values.map((value, index) => `          input-${index}: ${value}`).join('\n');
const content = `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n        with:\n${inputs}\n`;
const arrived = [];
const visit = (token) => {
  for (let index = 0; index < (token.count ?? 0); index += 1) {
    const part = token.get(index);
    if (part.key?.toString().startsWith('input-')) arrived.push(part.value.toString());
    visit(part.value ?? part);
  }
};
visit(parseWorkflow({ name: 'load.yml', content }, new NoOperationTraceWriter()).value);
values.forEach((value, index) => console.log(value, 'arrives as', arrived[index]));
JS

expected=$(cat <<'SEEN'
007 arrives as 7
1.50 arrives as 1.5
0o17 arrives as 15
29180835e28744538391760551238801 arrives as Infinity
"007" arrives as 007
SEEN
)
seen=$(npx esbuild try.mjs --bundle --platform=node --format=cjs --outfile=bundle.cjs --log-level=error && node bundle.cjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
