import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { csvOf, people } from '../support/people.js';

/** The sources that the examples name, as a company might have them. */

const HR_PEOPLE = people(50).map((person) => ({ ...person, department: 'Sales' }));

/** A file that creates one account and deletes as many as said: one of fifty is the most that `max-deletions: 2%` allows. */
export function hrFile(deleted = 0): string {
  return csvOf([...HR_PEOPLE.slice(deleted), ...people(1, 51)]);
}

/** A file with the accounts of a source and one more. */
export function fileFor({ accounts = [] }: SourceSeed): string {
  return csvOf([...accounts, ...people(1, 901)]);
}

export const HR: SourceSeed = {
  id: '2c9180835d2e5168015d32f890ca1581',
  name: 'HR Employees',
  deleteThreshold: 20,
  attributes: ['id', 'name', 'email', 'department'],
  accounts: HR_PEOPLE,
};

export const PAYROLL: SourceSeed = {
  id: '2c9180867a11e5a9017a1b2c3d4e0002',
  name: 'Legacy Payroll',
  deleteThreshold: 20,
  accounts: people(12, 101),
};

export const CONTRACTORS: SourceSeed = {
  id: '2c9180867a11e5a9017a1b2c3d4e0004',
  name: 'Contractors',
  deleteThreshold: 20,
  accounts: people(20, 201),
};

export const DIRECTORY: SourceSeed = {
  id: '2c9180867a11e5a9017a1b2c3d4e0003',
  name: 'Corporate Directory',
  kind: 'direct',
  accounts: people(30, 301),
  remoteAccounts: people(32, 301),
};
