/** The default of `plan-key` in action.yml, which says that the input is not set. It is no secret. */
export const NO_PLAN_KEY = 'the client secret';

/**
 * Every secret that the step is given, as far as the environment shows it. Mask them before reading anything else: a
 * message about an invalid input may quote a secret that was given to it by mistake.
 */
export function givenSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const given = ['INPUT_CLIENT-SECRET', 'SAIL_CLIENT_SECRET', 'INPUT_GITHUB-TOKEN', 'INPUT_PLAN-KEY'].map(
    (name) => env[name]?.trim() ?? '',
  );
  return [
    ...new Set([...given.filter((secret) => secret !== '' && secret !== NO_PLAN_KEY), ...proxySecrets(env)]),
  ];
}

/** The variables that @actions/http-client reads a proxy from (its lib/proxy.js). */
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];

/** Shorter passwords occur in other text by chance: masking them would make the report unreadable. */
const SHORTEST = 6;

/**
 * The secrets of proxies in the environment: each password as written and percent-decoded, alone and as
 * `name:password`, which HTTP basic authentication sends in base64. The runner knows none of them.
 */
export function proxySecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const secrets = PROXY_VARIABLES.flatMap((variable) => secretsOf(env[variable] ?? ''));
  return [...new Set(secrets)];
}

function secretsOf(proxy: string): string[] {
  const [, userInfo] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)@/i.exec(proxy.trim()) ?? [];
  const colon = userInfo?.indexOf(':') ?? -1;
  if (userInfo === undefined || colon < 0) return [];
  const pairs = [userInfo, decoded(userInfo)];
  const passwords = [userInfo.slice(colon + 1), decoded(userInfo.slice(colon + 1))];
  if (passwords[0] === '') return [];
  const sent = pairs.map((pair) => Buffer.from(pair).toString('base64'));
  return [...passwords.filter((password) => password.length >= SHORTEST), ...pairs, ...sent];
}

/** Text with an invalid percent sign is taken literally. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
