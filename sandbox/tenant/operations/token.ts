/** `POST /oauth/token`. */
import type { Body } from '../body.js';
import { json, type Reply } from '../replies.js';
import type { World } from '../world.js';

/**
 * `POST /oauth/token`. Accepts a form (including a multipart one, which the vendor's SDK sends), Basic authentication,
 * and the query string, which also works in a real tenant and leaks the secret into logs.
 */
export function issueToken(
  world: World,
  body: Body,
  query: URLSearchParams,
  authorization: string | undefined,
): Reply {
  const fields = { ...Object.fromEntries(query), ...fieldsOf(body) };
  if (fields['grant_type'] !== 'client_credentials') {
    return json(400, {
      error: 'unsupported_grant_type',
      error_description: 'Only the grant type client_credentials is served.',
    });
  }
  const basic = basicOf(authorization);
  const id = basic?.id ?? fields['client_id'] ?? '';
  const secret = basic?.secret ?? fields['client_secret'] ?? '';
  const seconds = world.settings.tokenSeconds;
  const token = world.tokens.issue(id, secret, world.tenant.now() + seconds * 1_000);
  if (token === undefined) {
    return json(401, { error: 'invalid_client', error_description: 'Bad client credentials' });
  }
  return json(200, {
    access_token: token,
    token_type: 'bearer',
    expires_in: seconds,
    scope: 'sp:scopes:default',
  });
}

function fieldsOf(body: Body): Readonly<Record<string, string>> {
  if (body.kind === 'form') return body.fields;
  return body.kind === 'multipart' ? body.parts.fields : {};
}

function basicOf(authorization: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret.join(':')) };
}
