#!/usr/bin/env bash
# In GitHub's expressions an output that is empty, or of a step that did not run, equals `false`; one that is
# the text false does not, and neither does the text true equal `true`. `if: steps.load.outputs.verified ==
# false` is met exactly when nothing was verified. Two counts are compared as text, a count and a number as
# numbers.
#
# Tried with @actions/expressions 0.3.61. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @actions/expressions@0.3.61

cat >try.mjs <<'JS'
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

const outputs = new data.Dictionary(
  { key: 'empty', value: new data.StringData('') },
  { key: 'false', value: new data.StringData('false') },
  { key: 'true', value: new data.StringData('true') },
  { key: 'nine', value: new data.StringData('9') },
  { key: 'ten', value: new data.StringData('10') },
);
const context = new data.Dictionary({ key: 'outputs', value: outputs });
for (const text of [
  'outputs.empty == false', 'outputs.missing == false', 'outputs.false == false', 'outputs.true == true',
  'outputs.ten > outputs.nine', 'outputs.ten > 9',
]) {
  const tree = new Parser(new Lexer(text).lex().tokens, ['outputs'], []).parse();
  console.log(text, '->', new Evaluator(tree, context).evaluate().value);
}
JS

expected=$(cat <<'SEEN'
outputs.empty == false -> true
outputs.missing == false -> true
outputs.false == false -> false
outputs.true == true -> false
outputs.ten > outputs.nine -> false
outputs.ten > 9 -> true
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
