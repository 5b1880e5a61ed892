import { getAccountSchema } from '../../src/isc/schemas.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findSourceByName, getSource, listSources } from '../../src/isc/sources.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { API_VERSIONS } from '../../src/model/settings.js';
import { answer } from '../support/answers.js';
import { connect, failureOf, type Connected } from '../support/tenant.js';

const ID = '2c9180867a11e5a9017a1b2c3d4e0001';

let sandbox: Sandbox;
let tenant: Connected;

beforeAll(async () => {
  sandbox = await startSandbox({
    settings: { rateLimit: 'off' },
    sources: [
      {
        id: ID,
        name: 'HR',
        deleteThreshold: 12,
        connectorAttributes: {
          delimiter: ';',
          commentCharacter: '!',
          mergeRows: 'TRUE',
          checkDeletedDisabled: 'true',
          filterEmptyRecords: 'true',
        },
        attributes: ['id', 'name', { name: 'groups', isMulti: true }],
      },
      { name: 'Direct', kind: 'direct' },
      { name: 'Fetched', kind: 'va-file' },
      { name: 'Twice' },
      { name: 'Twice' },
      { name: 'Ö "quoted" \\ & more' },
    ],
  });
  tenant = connect(sandbox.url);
});

afterAll(async () => {
  tenant.close();
  await sandbox.close();
});

describe('reading a source', () => {
  it('gives what this action needs', async () => {
    expect(await getSource(tenant.connection, ID)).toEqual({
      id: ID,
      name: 'HR',
      objectType: 'account',
      authoritative: false,
      takes: 'file',
      kind: 'a file source (DelimitedFile)',
      deleteThreshold: 12,
      file: {
        delimiter: ';',
        commentCharacter: '!',
        hasHeader: true,
        filterEmptyRecords: true,
        mergeRows: true,
        deletionDisabled: true,
        indexColumns: [],
        ignoresLetterCase: false,
        leavesOut: [],
        hasBuildMapRule: false,
      },
      entitlementFiles: expect.any(Map) as unknown,
      page: undefined,
    });
  });

  it.each(API_VERSIONS)('works in api-version %s', async (apiVersion) => {
    tenant.close();
    tenant = connect(sandbox.url, { apiVersion });
    expect(await getSource(tenant.connection, ID)).toMatchObject({ name: 'HR' });
    expect(await findSourceByName(tenant.connection, 'HR')).toMatchObject({ id: ID });
    expect(await getAccountSchema(tenant.connection, ID)).toMatchObject({ identityAttribute: 'id' });
  });

  it('leads to its page where the address is known', async () => {
    tenant.close();
    tenant = connect(sandbox.url, { baseUrl: 'https://acme.api.identitynow.com' });
    const source = await getSource(tenant.connection, ID);
    expect(source.page).toBe(`https://acme.identitynow.com/ui/a/admin/connections/sources/${ID}`);
  });

  it('fails with advice for an unknown id', async () => {
    expect(await failureOf(getSource(tenant.connection, '../accounts'))).toMatchObject({
      httpStatus: 404,
      next: expect.stringContaining('source-id'),
    });
  });

  it.each<[string, object, object]>([
    ['nothing but id and name', {}, { takes: 'none', kind: 'a direct connection (without a type)' }],
    ['a type alone', { type: 'DelimitedFile' }, { takes: 'file' }],
    ['a connection type alone', { connectionType: 'file' }, { takes: 'file' }],
    [
      'a cluster without a name',
      { type: 'delimited file', cluster: { id: 'c1' } },
      { takes: 'none', kind: 'a file source whose file the virtual appliance "c1" fetches' },
    ],
    ['a cluster that says nothing', { type: 'DelimitedFile', cluster: {} }, { takes: 'none' }],
    [
      'threshold in the attributes',
      { connectorAttributes: { deleteThresholdPercentage: '7' } },
      { deleteThreshold: 7 },
    ],
    [
      'two thresholds',
      { deleteThreshold: 20, connectorAttributes: { deleteThresholdPercentage: '7' } },
      { deleteThreshold: 7 },
    ],
    [
      'a threshold that one copy switches off',
      { deleteThreshold: 0, connectorAttributes: { deleteThresholdPercentage: 7 } },
      { deleteThreshold: 7 },
    ],
    [
      'no type, and the connection among the attributes',
      { type: null, connectionType: null, connectorAttributes: { connectionType: 'file' } },
      { takes: 'file' },
    ],
    [
      'a type that says nothing',
      { type: 'Generic', connectionType: null, connectorAttributes: { connectionType: 'File' } },
      { takes: 'file', kind: 'a file source (Generic)' },
    ],
    ['no threshold', { deleteThreshold: null }, { deleteThreshold: undefined }],
    ...(
      [
        ['a rule by name', ' Rewrite ', 'Rewrite', true],
        ['a rule as an object', { type: 'RULE', name: 'Rewrite' }, 'Rewrite', true],
        ['a rule with an id alone', { id: 'r1' }, 'r1', true],
        ['a rule that says nothing of itself', {}, 'without a name', true],
        ['a blank rule', ' ', undefined, false],
        ['no rule', null, undefined, false],
      ] as const
    ).map(([name, rule, buildMapRule, hasBuildMapRule]): [string, object, object] => [
      name,
      { connectorAttributes: { buildMapRule: rule } },
      { buildMapRule, file: { hasBuildMapRule } },
    ]),
  ])('copes with %s', async (_name, fields, expected) => {
    sandbox.script({
      operation: 'getSource',
      fault: { kind: 'replace-body', body: { id: ID, name: 'y', ...fields } },
    });
    expect(await getSource(tenant.connection, ID)).toMatchObject(expected);
  });

  it.each([
    [
      'what is left out',
      {},
      { delimiter: ',', commentCharacter: '#', hasHeader: true, deletionDisabled: false },
    ],
    [
      'what is of another type',
      { delimiter: 5, commentCharacter: null, hasHeader: 7 },
      { delimiter: ',', commentCharacter: '#', hasHeader: true },
    ],
    ['real truth values', { hasHeader: false, mergeRows: true }, { hasHeader: false, mergeRows: true }],
    ['words', { hasHeader: 'False', mergeRows: 'no' }, { hasHeader: false, mergeRows: false }],
    ['a tab', { delimiter: '\t' }, { delimiter: '\t' }],
    ['a tab as people type it', { delimiter: '\\t' }, { delimiter: '\t' }],
    ['a tab as an escape sequence', { delimiter: '\\u0009' }, { delimiter: '\t' }],
    ['another escape sequence', { delimiter: '\\u00A7' }, { delimiter: '§' }],
    ['an escape sequence that is none', { delimiter: '\\u9' }, { delimiter: '\\u9' }],
    ['an index column', { indexColumn: ' id ' }, { indexColumns: ['id'] }],
    [
      'several index columns',
      { indexColumn: 'id', indexColumns: ['a', 7, 'b', ''] },
      { indexColumns: ['a', 'b'] },
    ],
    ['index columns in one text', { indexColumns: 'a, b,' }, { indexColumns: ['a', 'b'] }],
    ['no index columns', { indexColumn: '', indexColumns: [] }, { indexColumns: [] }],
    ['merging in any letter case', { isCaseInsensitiveMerge: 'true' }, { ignoresLetterCase: true }],
    [
      'merging in any letter case, as a truth value',
      { isCaseInsensitiveMerge: true },
      { ignoresLetterCase: true },
    ],
    [
      'a filter string',
      { filterString: 'department=="Marketing"' },
      { leavesOut: ['rows that match its filter string'] },
    ],
    ['lines to skip', { numberOfLinesToSkip: '2' }, { leavesOut: ['the first 2 rows'] }],
    ['a line to skip', { skipLines: 1 }, { leavesOut: ['the first row'] }],
    ['nothing to leave out', { filterString: '', linesToSkip: '0' }, { leavesOut: [] }],
    ['what is left out of groups', { 'group.filterString': 'x', 'group.skipLines': '1' }, { leavesOut: [] }],
    ['no comments', { commentCharacter: '' }, { commentCharacter: '' }],
    ['empty values', { delimiter: '', hasHeader: '' }, { delimiter: ',', hasHeader: true }],
  ])('fills in %s', async (_name, connectorAttributes, expected) => {
    sandbox.script({
      operation: 'getSource',
      fault: { kind: 'replace-body', body: { id: ID, name: 'y', connectorAttributes } },
    });
    const source = await getSource(tenant.connection, ID);
    expect(source.file).toMatchObject(expected);
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['null', null],
    ['no id', { name: 'HR' }],
    ['a number for a name', { id: ID, name: 5 }],
    ['another source', { id: '2c9180867a11e5a9017a1b2c3d4e0002', name: 'HR' }],
  ])('refuses %s', async (_name, body) => {
    sandbox.script({ operation: 'getSource', fault: { kind: 'replace-body', body } });
    expect(await failureOf(getSource(tenant.connection, ID))).toMatchObject({ fault: 'shape' });
  });
});

it.each([ID, ID.toUpperCase()])(
  'a source may be asked for by %s, and answer in other letters',
  async (id) => {
    const other = id === ID ? ID.toUpperCase() : ID;
    sandbox.script({ operation: 'getSource', fault: answer({ id: other, name: 'HR' }) });
    expect(await getSource(tenant.connection, id)).toMatchObject({ id: other });
  },
);

describe('finding a source by its name', () => {
  it.each(['HR', 'Direct', 'Ö "quoted" \\ & more'])('finds %s', async (name) => {
    expect(await findSourceByName(tenant.connection, name)).toMatchObject({ name });
  });

  it('takes no other name, however near, for it', async () => {
    sandbox.script({
      operation: 'listSources',
      fault: {
        kind: 'replace-body',
        body: [
          { id: ID, name: 'HR ' },
          { id: ID, name: 'hr' },
        ],
      },
    });
    expect((await failureOf(findSourceByName(tenant.connection, 'HR'))).message).toContain(
      'acme.api.identitynow.com has no source named "HR" that this credential can see.',
    );
  });

  it('names all that have it', async () => {
    const ids = sandbox.tenant.sources().flatMap(({ id, name }) => (name === 'Twice' ? [id] : []));
    const failure = await failureOf(findSourceByName(tenant.connection, 'Twice'));
    expect(failure.message).toBe(
      `2 sources of acme.api.identitynow.com are named "Twice": ${ids.join(', ')}.`,
    );
  });

  it.each([
    ['letter case and blanks', ' dirECT', 'Direct'],
    ['a wrong letter', 'Dirext', 'Direct'],
    ['nothing near', 'Payroll', undefined],
  ])('says which name may be meant: %s', async (_, name, meant) => {
    const { message } = await failureOf(findSourceByName(tenant.connection, name));
    expect(message).toBe(
      `acme.api.identitynow.com has no source named "${name}" that this credential can see.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
    );
  });

  it.each([
    ['7', /put quotes around it, such as source-name: "007"\.$/],
    ['Payroll 7', /may see the source\.$/],
  ])('says what becomes of a number where there is no such name: %s', async (name, next) => {
    expect(await failureOf(findSourceByName(tenant.connection, name))).toMatchObject({
      next: expect.stringMatching(next),
    });
  });

  it('looks through several pages for a hint', async () => {
    const page = Array.from({ length: 250 }, (_, n) => ({ id: `s${n}`, name: `Source ${n}`, type: 'x' }));
    sandbox.script({ operation: 'listSources', fault: { kind: 'replace-body', body: [] } });
    sandbox.script({ operation: 'listSources', fault: answer(page) });
    sandbox.script({ operation: 'listSources', fault: answer([{ id: 'p', name: 'Payroll', type: 'x' }]) });
    const { message } = await failureOf(findSourceByName(tenant.connection, 'Pay roll'));
    expect(message).toMatch(/Did you mean "Payroll"\?$/);
  });

  it('says so without a hint where the sources cannot be listed', async () => {
    sandbox.script({ operation: 'listSources', fault: { kind: 'replace-body', body: [] } });
    sandbox.script({ operation: 'listSources', fault: { kind: 'reply', status: 503 } });
    const { message } = await failureOf(findSourceByName(tenant.connection, 'Dirext'));
    expect(message).toBe(
      'acme.api.identitynow.com has no source named "Dirext" that this credential can see.',
    );
  });

  it.each<[string, unknown]>([
    ['an object', {}],
    ['a list of other things', [{ id: ID, name: 'HR' }, 7]],
  ])('refuses %s', async (_name, body) => {
    sandbox.script({ operation: 'listSources', fault: { kind: 'replace-body', body } });
    expect(await failureOf(findSourceByName(tenant.connection, 'HR'))).toMatchObject({
      fault: 'shape',
    });
  });
});

describe('many sources in one request', () => {
  it('are given by their ids', async () => {
    expect(await listSources(tenant.connection, 'id', [ID])).toMatchObject([{ id: ID, name: 'HR' }]);
  });

  it.each<[string, Parameters<Sandbox['script']>[0]['fault']]>([
    [
      'the list may be incomplete',
      answer(Array.from({ length: 250 }, (_, n) => ({ id: `s${n}`, name: `${n}` }))),
    ],
    ['ISC refuses the filter', { kind: 'reply', status: 400 }],
    ['the credential may not list them', { kind: 'reply', status: 403 }],
  ])('are left out where %s: they are asked for one by one', async (_, fault) => {
    sandbox.script({ operation: 'listSources', fault });
    expect(await listSources(tenant.connection, 'name', ['HR'])).toEqual([]);
  });

  it('fail with the tenant', async () => {
    sandbox.script({ operation: 'listSources', fault: { kind: 'reply', status: 418 } });
    expect(await failureOf(listSources(tenant.connection, 'id', [ID]))).toMatchObject({ httpStatus: 418 });
  });
});
