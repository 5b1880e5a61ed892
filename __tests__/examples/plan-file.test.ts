import { expect } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { json } from 'node:stream/consumers';
import { scheduled } from '../runner/occasion.js';
import { startServer } from '../support/server.js';
import { itUnless } from '../support/where-possible.js';
import { HR, hrFile } from './sources.js';
import { useStage } from './stage.js';

/** Workflows that work on with the plan file. */

const stage = useStage(import.meta.url, [HR]);

const TOOLS = ['python3', 'curl'];
const missing = TOOLS.filter((tool) => spawnSync(tool, ['--version']).status !== 0);
itUnless(missing.length === 0 ? undefined : `This machine lacks ${missing.join(', ')}`)(
  'examples/joiners-movers-leavers.yml posts who joins, moves and leaves, and nothing if the file is rejected',
  async () => {
    const posted: unknown[] = [];
    const chat = await startServer((request, response) => {
      json(request).then(
        (message) => {
          posted.push(message);
          response.end('ok');
        },
        () => response.destroy(),
      );
    });
    const night = async (file: string): Promise<string | undefined> => {
      const tip = stage().commit(undefined, { 'data/hr.csv': file });
      const { jobs } = await stage().play(
        'examples/joiners-movers-leavers.yml',
        scheduled('17 2 * * *', tip),
      );
      return jobs['aggregate']?.result;
    };
    try {
      stage().secrets = { ...stage().secrets, CHAT_WEBHOOK_URL: `${chat.url}/hook` };
      const moved = hrFile(1).replace(/^(acct-00003,.*),Sales$/m, '$1,Legal');

      expect(await night(moved)).toBe('success');
      const leavers = 'Leavers: 1\nacct-00001';
      const text = `Joiners: 1\nacct-00051\n\nMovers: 1\nacct-00003 department\n\n${leavers}`;
      expect(posted).toEqual([{ text }]);

      expect(await night(hrFile(40))).toBe('failure');
      expect(posted).toHaveLength(1);
    } finally {
      await chat.close();
    }
  },
);
