import type { SandboxClient } from '../../sandbox/tenant/tokens.js';
import { readPage } from '../documents/documents.js';
import type { Strings } from '../support/workflow.js';

/** The scopes that the README gives to a credential: a row of its table. */
function scopesOf(name: string): readonly string[] {
  const row = new RegExp(`^\\| ${name} *\\| (.*?) *\\|$`, 'm').exec(readPage('README.md').text)?.[1] ?? '';
  return [...row.matchAll(/`([\w:-]+)`/g)].map(([, scope = '']) => scope);
}

function token(name: string, scopes: readonly string[]): SandboxClient {
  return { id: `client-of-${name}`, secret: `secret-of-the-${name}`, scopes, userContext: true };
}

/** A personal access token that can only read, as the README and docs/entitlements.md set it up. */
export const PREVIEW = token('preview', [...scopesOf('Preview'), 'idn:entitlement:read']);
/** The one that may upload, and two more of its kind. */
export const UPLOAD = token('upload', [...scopesOf('Upload'), 'idn:entitlement:manage']);
const NORTH = token('north', scopesOf('Upload'));
const SOUTH = token('south', scopesOf('Upload'));

/** The credential of the other tenant. */
export const ASIA = token('asia', scopesOf('Upload'));

/** All credentials that the tenant knows. */
export const CLIENTS = [PREVIEW, UPLOAD, NORTH, SOUTH];

/** The secrets of the repository, by the names of examples/README.md. */
export const REPOSITORY_SECRETS: Strings = {
  SAIL_PREVIEW_CLIENT_ID: PREVIEW.id,
  SAIL_PREVIEW_CLIENT_SECRET: PREVIEW.secret,
  SAIL_PLAN_KEY: 'a key of at least sixteen characters',
};

/** The secrets of the environment `isc`. */
export const ENVIRONMENT_SECRETS: Strings = {
  SAIL_CLIENT_ID: UPLOAD.id,
  SAIL_CLIENT_SECRET: UPLOAD.secret,
  SAIL_ASIA_CLIENT_ID: ASIA.id,
  SAIL_ASIA_CLIENT_SECRET: ASIA.secret,
  SAIL_CLIENT_ID_NORTH: NORTH.id,
  SAIL_CLIENT_SECRET_NORTH: NORTH.secret,
  SAIL_CLIENT_ID_SOUTH: SOUTH.id,
  SAIL_CLIENT_SECRET_SOUTH: SOUTH.secret,
};
