/** What counts as proof, as one table: everything that decides whether to send, or whether to be green, asks it. */

/** What an observation says about a claim. */
export type Proof = 'proven' | 'contradicted' | 'unknown';

/** A claim, what can be seen of it, and what follows where it is not proven. */
interface Claim<Seen extends string> {
  readonly claim: string;
  readonly seen: Readonly<Record<Seen, Proof>>;
  /** The one consequence of `unknown`, and that of `contradicted`. */
  readonly unknown: string;
  readonly contradicted: string;
}

function claim<Seen extends string>(one: Claim<Seen>): Claim<Seen> {
  return one;
}

/** All claims that the step acts on. */
export const PROOFS = {
  list: claim({
    claim: 'All accounts of the source have been listed.',
    seen: {
      'single page below any limit': 'proven',
      'last ids from the other end': 'proven',
      'count above the longest page, equal to what came': 'proven',
      'last moment asked again, and nothing later': 'proven',
      'fewer than counted': 'contradicted',
      'last ids unseen': 'unknown',
      'window without the account it starts from': 'contradicted',
      'same page again': 'contradicted',
      'empty page': 'unknown',
      'no order': 'contradicted',
    },
    unknown: 'The accounts are listed in the order of creation; without that the source is FAILED.',
    contradicted: 'FAILED, and nothing is sent.',
  }),
  firstLoad: claim({
    claim: 'An empty list of accounts is a first load.',
    seen: {
      'every ended aggregation, if any, counted 0': 'proven',
      'other types are listed': 'proven',
      'an aggregation counted accounts': 'contradicted',
      'an aggregation without counts': 'unknown',
      'tasks not readable': 'unknown',
    },
    unknown: 'FAILED, and nothing is sent, unless max-deletions is 100%.',
    contradicted: 'FAILED, and nothing is sent, unless max-deletions is 100%.',
  }),
  start: claim({
    claim: 'An upload without a clear answer has started nothing.',
    seen: {
      'refused before it was processed': 'proven',
      'not sent completely': 'proven',
      'not in a list that has proven itself': 'proven',
      'a task since the upload': 'contradicted',
      'not in a list that has proven nothing': 'unknown',
      'refused by a gateway, perhaps after it was processed': 'unknown',
      'several tasks': 'unknown',
      'a new task that names another source, too': 'unknown',
      'a new task that does not say what it is': 'unknown',
      'a new task from before the upload': 'unknown',
      'tasks not readable': 'unknown',
    },
    unknown: 'The task is searched for; without a proof FAILED, and the file is not sent again.',
    contradicted: 'The task is followed.',
  }),
  end: claim({
    claim: 'ISC has aggregated the file.',
    seen: {
      counts: 'proven',
      'list as the file': 'proven',
      'list not as the file': 'contradicted',
      'no list': 'unknown',
      'values not shown': 'unknown',
      'refused as busy': 'contradicted',
    },
    unknown:
      'A warning says that it could not be confirmed; with fail-on-warning, and after words of a refusal, FAILED.',
    contradicted:
      'FAILED; after words of a refusal the other aggregation is waited for, and the file is sent again.',
  }),
  ours: claim({
    claim: 'A task that no clear reply has named is ours.',
    seen: {
      'no file': 'proven',
      'list as the file': 'proven',
      'list not as the file': 'contradicted',
      'another count than the file': 'contradicted',
      'no list': 'unknown',
      'values not shown': 'unknown',
    },
    unknown: 'FAILED.',
    contradicted: 'FAILED.',
  }),
} as const;

type Claims = typeof PROOFS;

/** What can be seen of a claim. */
export type SeenOf<Name extends keyof Claims> = keyof Claims[Name]['seen'];

/** What an observation says about a claim. */
export function proofOf<Name extends keyof Claims>(name: Name, seen: SeenOf<Name>): Proof {
  const table: Readonly<Record<string, Proof>> = PROOFS[name].seen;
  return table[seen as string] ?? 'unknown';
}
