/** What the step passes to the one at the end of the job, by name (`core.saveState`). */
export const STATE = { pid: 'pid', mark: 'mark', logFile: 'logFile', url: 'url' } as const;
