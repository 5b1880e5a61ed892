/** The version of this action; a test holds it to package.json. */
export const VERSION = '1.0.0';

/** As the tenant's logs show this action. */
export const USER_AGENT = `sailpoint-source-aggregation/${VERSION}`;
