// The same with the vendor's SDK, as in its documentation. The file is opened as a blob: reading it whole first, as
// most examples do, takes even more memory.
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Configuration, SourcesV2024Api, TaskManagementV2024Api } from 'sailpoint-api-client';

const { env } = process;
const [url = '', path = ''] = [env['SAIL_BASE_URL'], env['CSV_PATH']];

const configuration = new Configuration({
  baseurl: url,
  tokenUrl: `${url}/oauth/token`,
  clientId: env['SAIL_CLIENT_ID'] ?? '',
  clientSecret: env['SAIL_CLIENT_SECRET'] ?? '',
});
configuration.experimental = true;

const file = new File([await openAsBlob(path)], basename(path), { type: 'text/csv' });
const { data } = await new SourcesV2024Api(configuration).importAccounts({
  id: env['SOURCE_ID'] ?? '',
  file,
});
const id = data.task?.id ?? '';
if (id === '') throw new Error('There is no task.');

if (env['WAIT'] === 'true') {
  const tasks = new TaskManagementV2024Api(configuration);
  let status: string | null | undefined;
  while (!status) {
    await sleep(1_000);
    status = (await tasks.getTaskStatus({ id })).data.completionStatus;
  }
  if (status !== 'SUCCESS') throw new Error(`The task has ended with ${status}.`);
}
