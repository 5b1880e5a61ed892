/** The title of the folded group in the log that says how a tenant answered; texts of failures point to it. */
export const REPORT_TITLE = 'How this tenant answered';

/** The end of an advice, for what this action has not expected of a tenant. */
export const REPORT_IT = `report it with the group "${REPORT_TITLE}" of the log, which holds no names and no secrets.`;
