#!/usr/bin/env bash
# SheetJS writes a number as its cell would show it in a narrow column: from 12 digits on, a badge number
# loses its last digits in `sheet_to_csv`, although the workbook has all of them. `rawNumbers: true` writes
# them, and every date as a serial number.
#
# Tried with xlsx 0.18.5. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund xlsx@0.18.5

cat >try.mjs <<'JS'
import XLSX from 'xlsx';

const sheet = XLSX.utils.aoa_to_sheet([[12345678901], [123456789012]]);
console.log(XLSX.utils.sheet_to_csv(sheet));
console.log(XLSX.utils.sheet_to_csv(sheet, { rawNumbers: true }));
JS

expected=$(cat <<'SEEN'
12345678901
1.23457E+11
12345678901
123456789012
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
