#!/usr/bin/env bash
# A workbook has days without a time zone. ExcelJS reads them as midnight UTC and writes them to CSV in the
# time zone of the machine: west of Greenwich each day becomes the evening of the day before. The same program
# is right on a build server in UTC.
#
# Tried with exceljs 4.4.0. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0

cat >try.mjs <<'JS'
import ExcelJS from 'exceljs';

const made = new ExcelJS.Workbook();
made.addWorksheet('people').addRow(['1', new Date(Date.UTC(2026, 0, 31))]);
const read = new ExcelJS.Workbook();
await read.xlsx.load(await made.xlsx.writeBuffer());
console.log(process.env.TZ, String(await read.csv.writeBuffer()));
JS

expected=$(cat <<'SEEN'
UTC 1,2026-01-31T00:00:00+00:00
America/New_York 1,2026-01-30T19:00:00-05:00
SEEN
)
seen=$(for zone in UTC America/New_York; do TZ=$zone node try.mjs; done)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
