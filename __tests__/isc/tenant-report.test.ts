import { describe, expect, it } from '@jest/globals';
import type { LearnedHabits } from '../../src/isc/habits.js';
import { jsonKind, valueKind, ReplyRecord } from '../../src/isc/reply-record.js';
import { tenantReport } from '../../src/isc/tenant-report.js';

const LEARNED: LearnedHabits = {
  sourceField: 'sourceId',
  fieldsRefused: false,
  accountDetail: 'SLIM',
  accountWindow: undefined,
  accountPage: 250,
  shorterPage: undefined,
  accountCount: undefined,
};

const reportOf = (record: ReplyRecord, learned: Partial<LearnedHabits> = {}): string =>
  tenantReport({ apiVersion: 'v1', record, learned: { ...LEARNED, ...learned } }).join('\n');

describe('kinds of values', () => {
  it.each<[unknown, string, string]>([
    [undefined, 'absent', 'absent'],
    [null, 'null', 'null'],
    [true, 'boolean', 'boolean'],
    [1, 'number', 'number'],
    ['', 'empty text', 'empty text'],
    ['  ', 'text', 'blank text'],
    ['TRUE', 'text', 'Boolean as text'],
    ['007', 'text', 'digits as text'],
    ['2026-01-31', 'text', 'date as text'],
    ['2026-01-31T00:00:00Z', 'text', 'date as text'],
    ['active', 'text', 'text'],
    [[], 'empty list', 'empty list'],
    [['a', '1', 'b'], 'list', 'list of digits as text and text'],
    [{}, 'object', 'object'],
  ])('%j', (value, json, attribute) => {
    expect(jsonKind(value)).toBe(json);
    expect(valueKind(value)).toBe(attribute);
  });
});

describe('the report of a tenant', () => {
  it('counts requests by status, with their times and the longest list', () => {
    const record = new ReplyRecord();
    record.answered('accounts', 200, 100);
    record.answered('accounts', 200, 300);
    record.answered('accounts', 0, 50);
    record.saw('accounts', [{ id: 'a', nativeIdentity: 7, created: null, attributes: {} }]);
    const report = reportOf(record);
    expect(report).toContain(
      'accounts: 3 requests, 200 x 2, no reply; 150 ms on average, 300 ms at most; lists of up to 1\n' +
        '  id: text, nativeIdentity: number, created: null, attributes: object, entitlementAttributes: absent',
    );
  });

  it('says the fallbacks that were taken', () => {
    const record = new ReplyRecord();
    record.answered('accounts', 200, 1);
    const report = reportOf(record, {
      sourceField: 'source.id',
      fieldsRefused: true,
      accountDetail: 'FULL',
      accountWindow: 10_249,
      shorterPage: 100,
      accountCount: 'absent',
    });
    expect(report.split('\n').filter((line) => line.startsWith('habit: '))).toEqual([
      'habit: accounts are filtered by source.id, after the other field was refused',
      'habit: accounts are listed with detailLevel=FULL',
      'habit: pages of 100 accounts where 250 were asked for',
      'habit: accounts are listed by offset only up to about 10,249, and by time beyond',
      'habit: X-Total-Count is absent',
    ]);
  });

  it('puts the kinds of values with the type that the schema has for them', () => {
    const record = new ReplyRecord();
    const attributes = [
      { name: 'salary', type: 'INT' },
      { name: 'groups', type: 'string', isMulti: true },
      { name: 'odd', type: 'zebra' },
    ];
    record.saw('schema', [{ name: 'account', attributes }]);
    record.saw('accounts', [
      {
        attributes: { salary: '100', odd: null, idNowDescription: 'zebra' },
        entitlementAttributes: { groups: ['a'] },
      },
    ]);
    const report = reportOf(record);
    expect(report).toContain('schema: 1 INT, 1 STRING, 1 another type; 1 multi-valued');
    expect(report).toContain('values of type INT: digits as text');
    expect(report).toContain('values of type STRING: list of text');
    expect(report).toContain('values of type another type: null');
    expect(report).toContain('values of attributes that are in no schema: text');
  });

  it('holds nothing that somebody has entered, wherever it stands', () => {
    const record = new ReplyRecord();
    const zebra = {
      zebra: 'zebra',
      name: 'zebra',
      id: 'zebra',
      attributes: { zebra: 'zebra' },
      type: 'zebra',
    };
    const source = { ...zebra, cluster: zebra, connectorAttributes: { zebra: 'zebra', delimiter: 'zebra' } };
    record.saw('token', { access_token: 'zebra' });
    record.saw('source', source);
    record.saw('source-by-name', [source]);
    record.saw('schema', [{ ...zebra, attributes: [{ name: 'zebra', type: 'zebra' }] }]);
    record.saw('accounts', [{ ...zebra, entitlementAttributes: { zebra: ['zebra'] } }]);
    record.saw('load-accounts', { success: 'zebra', task: zebra, detailCode: 'zebra', messages: [zebra] });
    record.saw('task', { ...zebra, completionStatus: 'zebra', messages: [zebra], target: zebra });
    record.saw('tasks', [zebra]);
    record.saw('progress', { status: 'zebra' });
    expect(reportOf(record)).not.toContain('zebra');
  });
});
