import { json } from 'node:stream/consumers';
import { startServer } from '../support/server.js';
import type { Stage } from './stage.js';

/** Gives the workflows of the stage a chat, and the test what is posted there. */
export async function withChat(stage: Stage, act: (posted: unknown[]) => Promise<void>): Promise<void> {
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
  try {
    stage.secrets = { ...stage.secrets, CHAT_WEBHOOK_URL: `${chat.url}/hook` };
    await act(posted);
  } finally {
    await chat.close();
  }
}
