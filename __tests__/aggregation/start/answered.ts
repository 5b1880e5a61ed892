import { startOnce, type Answer } from '../../../src/aggregation/start/start-once.js';
import { StepFailure } from '../../../src/model/failure.js';

/** How ISC answered a start. @throws StepFailure with what stopped it. */
export async function answered(...start: Parameters<typeof startOnce>): Promise<Answer> {
  const started = await startOnce(...start);
  if (started.kind === 'too-late') throw new Error('The comparison was too old.');
  if (started.kind !== 'stopped') return started;
  const { failure } = started.stop;
  const { cause } = failure;
  const isItself = !(cause instanceof StepFailure) || cause.message === failure.message;
  throw isItself && failure.message.endsWith((cause as Error).message)
    ? cause
    : new StepFailure(failure.message, failure);
}
