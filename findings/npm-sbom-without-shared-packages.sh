#!/usr/bin/env bash
# `npm sbom --omit dev` leaves out a dependency that a development dependency needs as well, and everything
# below it: here nothing is left. `npm ls --omit dev` lists the same tree in full. A bill of materials made so
# lacks what is shipped.
#
# Tried with npm 11.21.2. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund npm@11.21.2

mkdir project
npm=$PWD/node_modules/.bin/npm
try() {
  cd project
  "$npm" install --silent --no-audit --no-fund >/dev/null 2>&1
  "$npm" ls --omit dev --all 2>/dev/null | grep -q form-data@4.0.6 && echo 'npm ls: form-data listed'
  "$npm" sbom --omit dev --sbom-format cyclonedx 2>/dev/null >bill.json
  node -p '`npm sbom: ${JSON.parse(fs.readFileSync("bill.json")).components.length} components`'
}

cat >project/package.json <<'JS'
{ "name": "shop", "version": "1.0.0", "dependencies": { "form-data": "4.0.6" }, "devDependencies": { "axios": "1.7.9" } }
JS

expected=$(cat <<'SEEN'
npm ls: form-data listed
npm sbom: 0 components
SEEN
)
seen=$(try)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
