/**
 * A text of a run without what differs from run to run: addresses, times, markers, hidden plans, and how long things took, which
 * becomes `duration` (a number of seconds or milliseconds).
 */
export function steady(text: string, duration: string): string {
  return text
    .replace(/127\.0\.0\.1:\d+/g, 'tenant.example')
    .replace(/\b\d+(?:\.\d+)?( |&nbsp;)(s|ms)\b/g, `${duration}$1$2`)
    .replace(/Node\.js [\d.]+, \w+/g, 'Node.js 24, linux')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, '2026-11-25 08:30:12 UTC')
    .replace(/trackingId [0-9a-f]+/g, 'trackingId …')
    .replace(/(<!-- sailpoint-source-aggregation) [0-9a-f]{32} [0-9a-f]{32} -->/g, '$1 … … -->')
    .replace(/(<!-- sailpoint-source-aggregation-plan v2 )[^>]*(-->)/g, '$1… $2');
}
