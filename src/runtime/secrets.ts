/** The secrets of this run, and a filter that keeps them, and pieces of them, out of everything that is shown. */

/** Shorter values are words that occur by chance: masking them would make the report unreadable. */
const SHORTEST = 6;

/** So many characters of a secret in a row count as the secret: texts are cut, by servers and by gateways. */
const PIECE = 16;

const HIDDEN = '***';

/** Half a piece: wherever a piece stands in a text, it covers one whole run of this length that begins at a multiple. */
const GRAM = PIECE / 2;

/**
 * What is read over when looking for a secret: white space and line breaks, since texts are folded; controls, marks and
 * everything that a page shows as nothing; the Braille blank.
 */
const IGNORED = /[\s\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

const ALL_IGNORED = new RegExp(IGNORED.source, 'gu');

/** Terminal sequences as in escape.ts, also in JSON, then the ways to write a character in a URL, in HTML and in JSON. */
const ESCAPES =
  /(?:\\u001b|\u001b)\[[0-?]*[ -/]*[@-~]|%([0-7][0-9a-f])|&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(amp|lt|gt|quot|apos|nbsp);|\\u([0-9a-f]{4})|\\([nrtbf])|\\(["\\/])/gi;

/** The same, at one place. */
const ESCAPE_HERE = new RegExp(ESCAPES.source, 'iy');

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** A text as it is compared: without letter case and without what is read over, and where each character stood. */
interface Skeleton {
  readonly text: string;
  /** For each UTF-16 unit of `text`: where its character begins and ends in the original, in UTF-16 units. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/**
 * The secret values of this run, and a safety net for everything that is shown. The runner's own masks come first
 * (`setSecret`, by the caller); this filter also covers what the runner does not mask: comment and summary text, other
 * ways to write a secret, and its pieces.
 */
export class Secrets {
  /** The skeletons of the secrets, in all forms. */
  readonly #forms = new Set<string>();
  /** All runs of `GRAM` units in them: a text without any of these, in every `GRAM` units, holds no long piece. */
  readonly #grams = new Set<string>();
  /** Pieces of them by length: 16 units, or the whole of a shorter one. Made when needed: most runs show no secret. */
  #pieces: ReadonlyMap<number, ReadonlySet<string>> | undefined;

  /**
   * Stores a secret as it is, and in the forms that it has in a URL, in a form, in JSON and in base64. Empty and very
   * short values are not stored.
   */
  add(secret: string): void {
    if (secret.length < SHORTEST) return;
    const form = new URLSearchParams({ '': secret }).toString().slice(1);
    const json = JSON.stringify(secret).slice(1, -1);
    for (const written of new Set([secret, encodeURIComponent(secret), form, json, ...inBase64(secret)])) {
      const text = isAscii(written)
        ? comparable(written, 'as written')
        : skeletonOf(written, 'as written').text;
      if (text.length < SHORTEST) continue;
      this.#forms.add(text);
      for (let at = 0; at + GRAM <= text.length; at += 1) this.#grams.add(text.slice(at, at + GRAM));
    }
    this.#pieces = undefined;
  }

  /**
   * The text with every secret, and every 16 characters in a row of one, replaced by `***`: whatever the letter case,
   * and also with line breaks or invisible characters inside, or with characters escaped for a URL, HTML or JSON. Call this
   * before shortening or escaping a text.
   */
  redact(text: string): string {
    if (text.length < SHORTEST || this.#forms.size === 0) return text;
    const writings = /[%&\\\u001b]/.test(text) ? WRITINGS : WRITINGS.slice(0, 1);
    const found = writings
      .filter((writing) => this.#mayBeIn(comparable(text, writing)))
      .flatMap((writing) => this.#foundIn(skeletonOf(text, writing)))
      .sort((a, b) => a.start - b.start);
    if (found.length === 0) return text;
    let safe = '';
    let shownUntil = 0;
    let hiddenUntil = -1;
    for (const { end, start } of found) {
      if (start > hiddenUntil) safe += text.slice(shownUntil, start) + HIDDEN;
      hiddenUntil = Math.max(hiddenUntil, end);
      shownUntil = hiddenUntil;
    }
    return safe + text.slice(shownUntil);
  }

  /** False if no secret can be in a text that is written like this: most texts need no closer look. */
  #mayBeIn(text: string): boolean {
    for (const form of this.#forms) if (form.length < PIECE && text.includes(form)) return true;
    for (let at = 0; at + GRAM <= text.length; at += GRAM) {
      if (this.#grams.has(text.slice(at, at + GRAM))) return true;
    }
    return false;
  }

  /** Where secrets stand in the original text: overlapping and adjacent pieces are one. */
  #foundIn({ ends, starts, text }: Skeleton): readonly { readonly start: number; readonly end: number }[] {
    const found: { start: number; end: number }[] = [];
    this.#pieces ??= piecesOf(this.#forms);
    for (const [length, pieces] of this.#pieces) {
      let current: { start: number; end: number } | undefined;
      let coveredUntil = -1;
      for (let at = 0; at + length <= text.length; at += 1) {
        if (!pieces.has(text.slice(at, at + length))) continue;
        const end = ends[at + length - 1] ?? 0;
        if (current !== undefined && at < coveredUntil) current.end = end;
        else found.push((current = { start: starts[at] ?? 0, end }));
        coveredUntil = at + length;
      }
    }
    return found;
  }
}

/** Pieces of the texts by length. */
function piecesOf(texts: Iterable<string>): ReadonlyMap<number, ReadonlySet<string>> {
  const pieces = new Map<number, Set<string>>();
  for (const text of texts) {
    const length = Math.min(PIECE, text.length);
    const known = pieces.get(length) ?? new Set<string>();
    pieces.set(length, known);
    for (let at = 0; at + length <= text.length; at += 1) known.add(text.slice(at, at + length));
  }
  return pieces;
}

/** Whether escapes are read as what they stand for. */
type Writing = 'as written' | 'unescaped';

const WRITINGS: readonly Writing[] = ['as written', 'unescaped'];

/** The skeleton's text alone, which is much faster to make. */
function comparable(text: string, writing: Writing): string {
  const read =
    writing === 'as written' ? text : text.replace(ESCAPES, (_, ...parts: string[]) => characterOf(parts));
  return (
    isAscii(read) ? read.replace(/[\0- \u007f]+/g, '') : read.normalize('NFKD').replace(ALL_IGNORED, '')
  ).toLowerCase();
}

function isAscii(text: string): boolean {
  return !/[^\0-\u007f]/.test(text);
}

/** The text as it is compared; `unescaped` also reads the escapes of URLs, HTML, JSON and terminals. */
function skeletonOf(original: string, writing: Writing): Skeleton {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  for (let at = 0; at < original.length;) {
    const escaped = writing === 'unescaped' ? escapedAt(original, at) : undefined;
    const character = escaped?.character ?? String.fromCodePoint(original.codePointAt(at) ?? 0);
    const end = at + (escaped?.length ?? character.length);
    // Plain characters need no look at Unicode: replies are long and mostly plain.
    const isPlain = character > ' ' && character < '\u007f';
    for (const one of isPlain ? character : character.normalize('NFKD')) {
      if (!isPlain && IGNORED.test(one)) continue;
      const folded = one.toLowerCase();
      starts.push(...Array<number>(folded.length).fill(at));
      ends.push(...Array<number>(folded.length).fill(end));
      text += folded;
    }
    at = end;
  }
  return { text, starts, ends };
}

/** What is written here with an escape: its character, '' for what is read over, and its length in UTF-16 units. */
function escapedAt(text: string, at: number): { character: string; length: number } | undefined {
  if (!'%&\\\u001b'.includes(text.charAt(at))) return undefined;
  ESCAPE_HERE.lastIndex = at;
  const match = ESCAPE_HERE.exec(text);
  if (match === null) return undefined;
  const [all, ...parts] = match;
  return { character: characterOf(parts), length: all.length };
}

/** The character that an escape stands for, by the groups of `ESCAPES`; '' for what shows nothing. */
function characterOf([percent, hex, decimal, entity, unit, blank, plain]: readonly (
  string | undefined
)[]): string {
  if (blank !== undefined) return ' ';
  const digits = percent ?? hex ?? unit ?? decimal;
  if (digits === undefined) return (entity === undefined ? plain : ENTITIES[entity.toLowerCase()]) ?? '';
  const code = Number.parseInt(digits, digits === decimal ? 10 : 16);
  return code > 0x10ffff ? '' : String.fromCodePoint(code);
}

/**
 * The base64 forms of a text that begins at any of the three positions in a group, as far as they depend only on the
 * secret.
 */
function inBase64(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const whole = bytes.toString('base64');
  const parts = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last character may contain bits of the surrounding text.
    return encoded.slice(before === 0 ? 0 : before + 1, (before + bytes.length) % 3 === 0 ? undefined : -1);
  });
  return [whole, ...parts]
    .filter((form) => form.length >= SHORTEST)
    .flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

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
const SHORTEST_PASSWORD = 6;

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
  return [...passwords.filter((password) => password.length >= SHORTEST_PASSWORD), ...pairs, ...sent];
}

/** Text with an invalid percent sign is taken literally. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
