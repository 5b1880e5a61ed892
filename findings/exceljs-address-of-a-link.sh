#!/usr/bin/env bash
# Spreadsheet programs turn a typed e-mail address into a link. ExcelJS writes such a cell to CSV as the
# address of the link (mailto:…), not as the text that the cell shows, and a cell with two fonts in it as
# JSON. SheetJS writes the text of both.
#
# Tried with exceljs 4.4.0 and xlsx 0.18.5. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5

cat >try.mjs <<'JS'
import ExcelJS from 'exceljs';
import XLSX from 'xlsx';

const workbook = new ExcelJS.Workbook();
workbook.addWorksheet('people').addRow([
  { text: 'ann@example.org', hyperlink: 'mailto:ann@example.org' },
  { richText: [{ text: 'Ann ' }, { text: 'Bee', font: { bold: true } }] },
]);
console.log('ExcelJS', String(await workbook.csv.writeBuffer()));
const sheet = XLSX.read(await workbook.xlsx.writeBuffer()).Sheets.people;
console.log('SheetJS', XLSX.utils.sheet_to_csv(sheet));
JS

expected=$(cat <<'SEEN'
ExcelJS mailto:ann@example.org,"{""richText"":[{""text"":""Ann ""},{""text"":""Bee"",""font"":{""bold"":true}}]}"
SheetJS ann@example.org,Ann Bee
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
