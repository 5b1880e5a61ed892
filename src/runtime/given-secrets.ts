import { proxySecrets } from './proxy-secrets.js';

/**
 * Every secret that the step is given, as far as the environment shows it. To be masked before anything else is read
 * of it: a message about a wrong input may quote another one that was given a secret by mistake.
 */
export function givenSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const given = ['INPUT_CLIENT-SECRET', 'SAIL_CLIENT_SECRET', 'INPUT_GITHUB-TOKEN'].map(
    (name) => env[name]?.trim() ?? '',
  );
  return [...new Set([...given.filter((secret) => secret !== ''), ...proxySecrets(env)])];
}
