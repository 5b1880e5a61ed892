/** The sources of a sandbox that is started by the command. */
import type { AttributeValues, Person } from './model.js';
import type { SourceSeed } from './source-seed.js';

const GIVEN_NAMES = ['Ada', 'Bruno', 'Chiara', 'Deniz', 'Elif', 'Farid', 'Greta', 'Hiro'];
const FAMILY_NAMES = ['Almeida', 'Brandt', 'Costa', 'Dubois', 'Eriksen'];
const DEPARTMENTS = ['Finance', 'Sales', 'Engineering', 'Support'];
const GROUPS = [['staff'], ['staff', 'vpn'], ['staff', 'approvers']];

const PERSON = ['id', 'name', 'givenName', 'familyName', 'email', 'department'];

/** Made-up people, the same in every run: `count` of them, at most 40, numbered from `first`. */
function people(count: number, first: number): AttributeValues[] {
  return Array.from({ length: count }, (_, index) => {
    const givenName = GIVEN_NAMES[index % GIVEN_NAMES.length] ?? '';
    const familyName = FAMILY_NAMES[Math.floor(index / GIVEN_NAMES.length) % FAMILY_NAMES.length] ?? '';
    return {
      id: String(first + index),
      name: `${givenName} ${familyName}`,
      givenName,
      familyName,
      email: `${givenName}.${familyName}@example.org`.toLowerCase(),
      department: DEPARTMENTS[index % DEPARTMENTS.length] ?? '',
    };
  });
}

/** Every eighth person has left. */
function stateOf(index: number): Person {
  return index % 8 === 7
    ? { lifecycleState: 'inactive', identityState: 'INACTIVE_SHORT_TERM' }
    : { lifecycleState: 'active', identityState: 'ACTIVE' };
}

/** The sources of a sandbox started on the command line: one for each course that an aggregation can take. */
export const EXAMPLE_SOURCES: readonly (SourceSeed & { readonly about: string })[] = [
  {
    id: '2c9180867a11e5a9017a1b2c3d4e0001',
    name: 'HR Employees',
    about: 'takes a CSV file; 40 accounts, deletes at most 20 percent of them',
    authoritative: true,
    deleteThreshold: 20,
    identityProfiles: [{ name: 'Employees', sourceAttributes: ['name', 'email', 'department'] }],
    attributes: [...PERSON, { name: 'groups', isMulti: true, isEntitlement: true }],
    people: Object.fromEntries(people(40, 1001).map((one, index) => [String(one['id']), stateOf(index)])),
    entitlements: {
      group: {
        values: ['staff', 'vpn', 'approvers'].map((name) => ({ name, displayName: name.toUpperCase() })),
      },
    },
    accounts: people(40, 1001).map((one, index) => ({ ...one, groups: GROUPS[index % GROUPS.length] ?? [] })),
  },
  {
    id: '2c9180867a11e5a9017a1b2c3d4e0002',
    name: 'Legacy Payroll',
    about: 'takes a CSV file, and every aggregation ends with ERROR; 12 accounts',
    attributes: PERSON,
    accounts: people(12, 5001),
    run: {
      completionStatus: 'ERROR',
      messages: [
        { type: 'ERROR', text: 'An unexpected error occurred: the account file could not be read.' },
      ],
    },
  },
  {
    id: '2c9180867a11e5a9017a1b2c3d4e0003',
    name: 'Corporate Directory',
    about: 'direct connection, takes no file; 30 accounts, two more on its way',
    kind: 'direct',
    attributes: PERSON,
    accounts: people(30, 2001),
    remoteAccounts: people(32, 2001),
  },
  {
    id: '2c9180867a11e5a9017a1b2c3d4e0004',
    name: 'Contractors',
    about: 'a CSV file that a virtual appliance fetches, takes none; 24 accounts',
    kind: 'va-file',
    deleteThreshold: 10,
    connectorAttributes: { delimiter: ';', hasHeader: 'true', mergeRows: 'false' },
    attributes: PERSON,
    accounts: people(24, 3001),
  },
];
