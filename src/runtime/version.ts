/** The version of this action; a test compares it with package.json. */
export const VERSION = '1.0.0';

/** How this action appears in the tenant's logs. */
export const USER_AGENT = `sailpoint-source-aggregation/${VERSION}`;
