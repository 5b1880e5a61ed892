import { expect, it } from '@jest/globals';
import { numberFault } from '../../../src/aggregation/compare/cell-faults.js';
import { TenantText } from '../../../src/aggregation/compare/tenant-value.js';
import { noCell, writeCell } from '../../../src/csv/values/cell.js';

function faultOf(file: string, now: string): unknown {
  const cell = noCell();
  writeCell(cell, file, 'STRING');
  return numberFault(cell, new TenantText(now, 'STRING'));
}

const DIGITS = { kind: 'digits' };
const DECIMALS = { kind: 'decimals' };

it.each<[file: string, now: string, fault: unknown]>([
  ['8.82679944374E+15', '8826799443740708', DIGITS],
  ['8,82679944374E+15', '8826799443740708', DIGITS],
  ['8826799443740700', '8826799443740708', DIGITS],
  ['8826799443740710', '8826799443740708', DIGITS],
  ['9007199254740992', '9007199254740993', DIGITS],
  ['1.23457E+11', '123456789012', DIGITS],
  ['123456.8', '123456.789', DIGITS],
  ['0.8', '0.75', DECIMALS],
  ['0.7', '0.75', DECIMALS],
  ['1', '0.75', DECIMALS],
  ['12', '12.34', DECIMALS],
  ['100', '1.00', { kind: 'power', power: 2 }],
  ['80 %', '0.80', { kind: 'power', power: 2 }],
  ['0.05', '5', { kind: 'power', power: -2 }],
  ['5000', '5', { kind: 'power', power: 3 }],
  ['12345', '12346', undefined],
  ['12340', '12345', undefined],
  ['0.9', '0.75', undefined],
  ['123457', '123456789012', undefined],
  ['x', '5', undefined],
  ['5', 'x', undefined],
])('%s for %s', (file, now, fault) => {
  expect(faultOf(file, now)).toEqual(fault);
});
