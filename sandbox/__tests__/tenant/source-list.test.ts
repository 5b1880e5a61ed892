import { describe, expect, it } from '@jest/globals';
import { EXAMPLE_SOURCES } from '../../tenant/example-sources.js';
import { LONGEST_LIST, readSourceList } from '../../tenant/source-list/read-source-list.js';

/** What is wrong with a list, as `line:column text`. */
function problemsOf(text: string): readonly string[] {
  const list = readSourceList(text);
  return 'sources' in list ? [] : list.problems.map((one) => `${one.line}:${one.column} ${one.text}`);
}

describe('a list of sources', () => {
  it('needs no more than a name', () => {
    expect(readSourceList('- name: HR')).toEqual({ sources: [{ name: 'HR' }] });
  });

  it('may have no source', () => {
    expect(readSourceList('[]')).toEqual({ sources: [] });
  });

  it('may describe in JSON every property of a source', () => {
    const sources = EXAMPLE_SOURCES.map((source) => ({ ...source, about: undefined }));
    const whole = {
      name: 'Everything',
      id: '2c9180867a11e5a9017a1b2c3d4e00ff',
      kind: 'va-file',
      authoritative: true,
      deleteThreshold: 5,
      deletion: { above: 'cancel', measuredBy: 'scanned', zero: 'blocks-all', copy: 'connector' },
      connectorAttributes: { delimiter: '\t', hasHeader: 'true', group: null },
      attributes: ['id', { name: 'start', type: 'DATE', isMulti: false, isEntitlement: true }, 'groups'],
      identityAttribute: 'id',
      displayAttribute: 'start',
      accounts: [{ id: '1', start: '' }],
      createdTogether: 10,
      remoteAccounts: [{ id: '1' }],
      buildMap: { start: '{id}', groups: null },
      identityProfiles: [{ name: 'Employees', sourceAttributes: ['start'] }],
      people: {
        1: {
          identity: 'ada',
          lifecycleState: 'active',
          identityState: null,
          uncorrelated: false,
          manuallyCorrelated: true,
          hasEntitlements: true,
          isMachine: false,
        },
      },
      entitlements: {
        role: {
          attributes: ['key', { name: 'parents', isMulti: true }],
          identityAttribute: 'key',
          displayAttribute: 'key',
          values: [{ key: 'r1', parents: ['a', 'b'] }],
          edited: { r1: { name: 'One', description: '' } },
        },
      },
      run: {
        durationMs: 1,
        completedEarlyMs: 2,
        createdLateMs: 3,
        completionStatus: null,
        messages: [{ type: 'WARN', text: 'Look.' }],
        countsAs: 'strings',
        withoutCounts: ['optimized'],
        counts: { total: 0 },
        changesAccounts: false,
        taskId: 'abc',
        taskName: 'Aggregation',
        starts: true,
        accepted: {
          success: false,
          taskId: 'def',
          completionStatus: null,
          messages: [],
          messagesBeside: [{ type: 'Warning', text: 'Beside.' }],
        },
      },
      busyReply: 'at-the-end',
      busyStatus: 'TEMPERROR',
      busyMessage: { type: 'ERROR', text: 'Busy.' },
      overrides: { healthy: false, since: 1.5, note: '1', more: [null, { of: 'it' }] },
    };
    const text = JSON.stringify([...sources, whole], null, 2);

    expect(readSourceList(text)).toEqual({ sources: JSON.parse(text) as unknown });
  });

  it('keeps the values of accounts exactly as written', () => {
    const text = [
      '- name: HR',
      '  attributes: [id, email, start, active, { name: groups, isMulti: true }]',
      '  accounts:',
      '    - { id: 0017, email: , start: 2026-01-31, active: yes, groups: [1, "2"] }',
      '    - { id: 1e3, email: ~, start: null, active: "null" }',
    ].join('\n');

    expect(readSourceList(text)).toMatchObject({
      sources: [
        {
          accounts: [
            { id: '0017', email: '', start: '2026-01-31', active: 'yes', groups: ['1', '2'] },
            { id: '1e3', email: '', start: '', active: 'null' },
          ],
        },
      ],
    });
  });

  it('may begin with a byte order mark, and may be indented with tabs where it is JSON', () => {
    expect(problemsOf('\ufeff- name: HR\n  kind: file\n')).toEqual([]);
    expect(problemsOf('[\n\t{\n\t\t"name": "HR\\u00e9"\n\t}\n]')).toEqual([]);
  });
});

describe('a problem in a list is reported with its position', () => {
  it.each<[string, ...string[]]>([
    ['', '1:1 no source is given.'],
    ['# nothing yet', '1:1 no source is given.'],
    [
      'HR',
      '1:1 a list is expected. Each source is an entry that begins with a hyphen and has at least a name.',
    ],
    [
      'name: HR',
      '1:1 a list is expected. Each source is an entry that begins with a hyphen and has at least a name.',
    ],
    ['- HR', '1:3 a source with the keys name, id, kind,'],
    ['- kind: file', '1:3 a source needs the key "name".'],
    ['- name:', '1:8 name: a name is expected, not nothing.'],
    ['- { name }', '1:5 name: a name is expected, not nothing.'],
    ['- name: HR\n  name: HR', '2:3 "name" stands twice in the same place.'],
    ['- name: HR\n  id: 123', '2:7 id: 32 hexadecimal digits are expected, not other text.'],
    ['- name: HR\n  kind: csv', '2:9 kind: one of file, direct, va-file is expected, not other text.'],
    ['- name: HR\n  authoritative: yes', '2:18 authoritative: true or false is expected, not other text.'],
    ['- name: HR\n  deleteThreshold: 10%', '2:20 deleteThreshold: a whole number from 0 to 100 is expected'],
    ['- name: HR\n  deleteThreshold: 101', '2:20 deleteThreshold: a whole number from 0 to 100 is expected'],
    ['- name: HR\n  attributes: id', '2:15 attributes: a list is expected, not other text.'],
    ['- name: HR\n  attributes: []', '2:15 attributes: at least one is needed, the native identity.'],
    ['- name: HR\n  attributes: [id, id]', '2:15 attributes: one of them stands here twice.'],
    [
      '- name: HR\n  attributes: [{ nam: id }]',
      '2:16 attributes: an attribute needs the key "name".',
      '2:18 attributes: "nam"',
    ],
    [
      '- name: HR\n  identityAttribute: uid',
      '2:22 identityAttribute: "uid" is not an attribute of this source. Its attributes are id, name, email.',
    ],
    ['- name: HR\n  accounts: { id: 1 }', '2:13 accounts: a list is expected, not keys with values.'],
    [
      '- name: HR\n  Kind: file',
      '2:3 "Kind" is not a key of a source. Did you mean "kind"? The keys are name,',
    ],
    [
      '- name: HR\n  accounts: [{ id: 1, emial: x }]',
      '2:23 accounts: "emial" is not an attribute of this source. Did you mean "email"? Its attributes are id,',
    ],
    [
      '- name: HR\n  accounts: [{ id: 1, mail: x }]',
      '2:23 accounts: "mail" is not an attribute of this source.',
    ],
    [
      '- name: HR\n  accounts: [{ name: x }]',
      '2:14 accounts: this account has no "id", which is its native identity.',
    ],
    ['- name: HR\n  accounts: [{ id: " " }]', '2:14 accounts: this account has no "id"'],
    ['- name: HR\n  accounts: [{ id: { of: 1 } }]', '2:20 id: a list is expected, not keys with values.'],
    [
      '- name: HR\n  accounts: [{ id: 1, name: [a, b] }]',
      '2:29 accounts: "name" has a list here, but no isMulti: true',
    ],
    [
      '- name: HR\n  accounts: &a []\n  remoteAccounts: *a',
      '3:19 remoteAccounts: a list is expected, not an alias (*name), which is not supported: write the value out.',
    ],
    ['- name: HR\n  run: { status: ERROR }', '2:10 run: "status" is not a key of a run.'],
    ['- name: HR\n  deletion: { above: stop }', '2:22 above: one of skip, cancel is expected'],
    ['- name: HR\n  __proto__: { x: 1 }', '2:3 "__proto__" is not a key of a source.'],
    ['- name: "HR', '1:12 not valid YAML here: Missing closing "quote'],
    ['- name: !secret HR', '1:9 not valid YAML here: Unresolved tag: !secret.'],
    ['- name: HR\n---\n- name: B', '2:1 not valid YAML here: Source contains multiple documents'],
    [
      '- { name: A, id: 2c9180867a11e5a9017a1b2c3d4e0001 }\n- { name: B, id: 2C9180867A11E5A9017A1B2C3D4E0001 }',
      '2:18 two sources have the id 2C9180867A11E5A9017A1B2C3D4E0001.',
    ],
  ])('%j', (text, ...expected) => {
    expect(problemsOf(text)).toEqual(expected.map((one) => expect.stringContaining(one) as unknown));
  });

  it('all at once, in the order of the text', () => {
    expect(problemsOf('- kind: csv\n- nam: B\n- name: C\n  id: x\n').map((one) => one.split(' ')[0])).toEqual(
      ['1:3', '1:9', '2:3', '2:3', '4:7'],
    );
  });

  it('never with a value of an account', () => {
    const text = '- name: HR\n  accounts: [{ id: [{ a: Ada Almeida }], email: { b: ada@example.org } }]';

    expect(problemsOf(text).length).toBeGreaterThan(1);
    expect(problemsOf(text).join()).not.toMatch(/Ada|ada@/);
  });

  it('without reading a list that is longer than anybody would write', () => {
    expect(problemsOf(' '.repeat(LONGEST_LIST + 1))).toEqual([
      `1:1 ${LONGEST_LIST + 1} characters are more than ${LONGEST_LIST}. Give larger sources to the running tenant: POST /_sandbox/sources.`,
    ]);
  });
});
