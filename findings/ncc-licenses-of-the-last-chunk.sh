#!/usr/bin/env bash
# ncc's `--license` writes the licenses of the packages in a bundle. As soon as one package is loaded on
# demand and gets a chunk of its own, the file lists that chunk's packages alone: those in the main file are
# missing.
#
# Tried with @vercel/ncc 0.45.0, yaml 2.9.1 and form-data 4.0.6. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @vercel/ncc@0.45.0 yaml@2.9.1 form-data@4.0.6

try() {
  npx ncc build index.mjs --out out --license licenses.txt >/dev/null 2>&1
  for sign in yaml:YAMLParseError form-data:getLengthSync; do
    package=${sign%:*}
    bundled=$(grep --quiet "${sign#*:}" out/*.mjs && echo yes || echo no)
    printf '%s bundled: %s, licensed: %s\n' "$package" "$bundled" "$(grep --quiet "^$package$" out/licenses.txt && echo yes || echo no)"
  done
}

cat >index.mjs <<'JS'
import { parse } from 'yaml';

console.log(parse(process.argv[2]));
if (process.argv[3]) console.log((await import('form-data')).default);
JS

expected=$(cat <<'SEEN'
yaml bundled: yes, licensed: no
form-data bundled: yes, licensed: yes
SEEN
)
seen=$(try)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
