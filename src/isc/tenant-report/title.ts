/** The title of the folded log group about how a tenant answered; messages of failures refer to it. */
export const REPORT_TITLE = 'How this tenant answered';

/** The end of an advice, for behavior of a tenant that this action did not expect. */
export const REPORT_IT = `report it with the group "${REPORT_TITLE}" of the log, which holds no names and no secrets.`;
