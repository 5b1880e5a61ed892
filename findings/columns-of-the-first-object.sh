#!/usr/bin/env bash
# Six npm packages write a CSV file from a list of objects. Three take the columns from the first object alone
# and drop what only later ones have (csv-stringify, fast-csv, papaparse); three look at all of them (d3-dsv,
# json2csv, SheetJS). If the first person has no end date and so no such key, the file has no such column.
#
# Tried with csv-stringify 6.9.0, fast-csv 5.0.8, papaparse 5.7.1, d3-dsv 3.0.2, @json2csv/plainjs 7.0.8 and xlsx 0.18.5. Exits with 1 if this has changed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund csv-stringify@6.9.0 fast-csv@5.0.8 papaparse@5.7.1 d3-dsv@3.0.2 @json2csv/plainjs@7.0.8 xlsx@0.18.5

cat >try.mjs <<'JS'
import { stringify } from 'csv-stringify/sync';
import { writeToString } from 'fast-csv';
import Papa from 'papaparse';
import { csvFormat } from 'd3-dsv';
import { Parser } from '@json2csv/plainjs';
import XLSX from 'xlsx';

const people = [{ id: '1' }, { id: '2', left: '2026-01-31' }];
const heading = (text) => text.split(/\r?\n/)[0].replaceAll('"', '');
console.log('csv-stringify', heading(stringify(people, { header: true })));
console.log('fast-csv', heading(await writeToString(people, { headers: true })));
console.log('papaparse', heading(Papa.unparse(people)));
console.log('d3-dsv', heading(csvFormat(people)));
console.log('json2csv', heading(new Parser().parse(people)));
console.log('SheetJS', heading(XLSX.utils.sheet_to_csv(XLSX.utils.json_to_sheet(people))));
JS

expected=$(cat <<'SEEN'
csv-stringify id
fast-csv id
papaparse id
d3-dsv id,left
json2csv id,left
SheetJS id,left
SEEN
)
seen=$(node try.mjs)
printf '%s\n' "$seen"
if [ "$seen" != "$expected" ]; then
  printf 'This has changed. It was:\n%s\n' "$expected" >&2
  exit 1
fi
