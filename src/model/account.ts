/** An account as ISC lists it, cut down to what is compared with a file. */
export interface AccountNow {
  readonly identity: string;
  /** Its values by attribute; `undefined` where ISC shows none. */
  readonly attributes: Readonly<Record<string, unknown>> | undefined;
}
