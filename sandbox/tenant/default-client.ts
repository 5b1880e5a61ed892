import { ALL_SCOPES } from './permissions.js';
import type { SandboxClient } from './tokens.js';

/** A personal access token that may do everything. The secret works only with a sandbox. */
export const DEFAULT_CLIENT: SandboxClient = {
  id: '5a4d6b0e2c9f4f0f9a3f6c1d8b7e2a10',
  secret: 'opens-nothing-but-the-sandbox-7d1f0c52',
  scopes: ALL_SCOPES,
  userContext: true,
};
