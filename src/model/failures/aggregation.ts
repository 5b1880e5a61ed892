/** Failures of starts, of waiting, and of aggregations that ISC has ended. */
import type { FailureRow } from './row.js';

const NOT_CLEAR = 'The upload got no clear answer. Task {task} appeared';
const START_NO_OTHER = 'Let nothing else aggregate this source meanwhile.';

/** {reason}: ISC's own message about a task. */
export const AGGREGATION = {
  busy: {
    happened: 'An aggregation is already running on the source "{name}"{task}.',
    states: ['nothing-sent', 'blocked'],
    next: 'Run the step again when it has finished, or set `if-running: wait`.',
  },
  'too-many-uploads': {
    happened: 'The file was sent {times} times, and each time ISC refused it or gave no clear answer.',
    states: ['nothing-started'],
    next: 'Check the aggregations of the source in ISC, and run the step again when none is running.',
  },
  'never-in-time': {
    happened:
      'The file was compared with the accounts of the source {times} times, and each time it could not be sent within {time}. By then the plan may be wrong.',
    states: ['nothing-sent', 'nothing-started'],
    next: 'Run the step again when fewer programs use this credential, since most waits come from the rate limit.',
  },
  'upload-unclear': {
    example: '… No task of it has appeared; … The tasks of the source cannot be read',
    happened: '{failure} {why}',
    states: ['unclear'],
    next: '',
  },
  'failed-at-once': {
    happened: 'ISC answered 202, but its reply says that the aggregation failed: {reason}',
    states: ['in-words'],
    next: 'Check the source in ISC, fix the cause, then run the step again.',
  },
  'another-task-named': {
    happened:
      'ISC accepted the upload and named task {task}, but {why}. What became of the upload is not known.',
    states: ['in-words'],
    next: '',
  },
  deadline: {
    happened: 'The deadline of this step has passed (timeout-minutes: {minutes}).',
    states: ['nothing-sent', 'goes-on', 'unclear', 'nothing-started', 'ended'],
    next: 'Raise `timeout-minutes` if the source needs longer.',
    status: 'TIMED_OUT',
  },
  'deadline-while-busy': {
    example: 'The deadline of this step has passed (…). Another aggregation (…) kept the source busy for …',
    happened: '{deadline} Another aggregation ({other}) kept the source busy{time}.',
    states: ['nothing-sent', 'blocked'],
    next: 'Find out in ISC why it takes so long, or raise `timeout-minutes`.',
    status: 'TIMED_OUT',
  },
  'deadline-before-next': {
    example: '… The next attempt would be in …, and the deadline is in …',
    happened: '{failure} The next attempt would be in {wait}, and the deadline is in {left}.',
    states: ['nothing-sent', 'nothing-started', 'goes-on'],
    next: '{advice}',
    status: 'TIMED_OUT',
  },
  cancelled: {
    happened:
      'The runner ended this step ({signal}): the run was cancelled, a cancel step or timeout-minutes ended it, or the runner is shutting down.',
    states: ['nothing-sent', 'goes-on', 'unclear', 'nothing-started', 'ended'],
    next: '',
    status: 'CANCELLED',
  },
  'ended-with-error': {
    happened: 'ISC ended task {task} with an error. {reason}',
    states: ['in-words'],
    next: 'Some accounts may have been changed already. Check the source in ISC before you run the step again.',
  },
  terminated: {
    happened: 'Task {task} was terminated in ISC. {reason}',
    states: ['in-words'],
    next: 'Somebody or something stopped the aggregation, and some accounts may have been changed already. Check the source in ISC, then run the step again.',
  },
  'terminated-with-deletions': {
    happened: 'Task {task} was terminated in ISC. {reason}',
    states: ['in-words'],
    next: 'Probably the delete threshold of the source stopped it: {planned}{threshold}. Another run would end the same way. If the deletions are intended, raise the threshold in ISC for one run; else correct the file.',
  },
  'temporary-error': {
    happened: 'ISC ended task {task} with a temporary error. {reason}',
    states: ['in-words'],
    next: 'Run the step again. If that does not help, check the source in ISC (connection, virtual appliance).',
  },
  'warnings-not-allowed': {
    happened: 'ISC finished task {task} with warnings, and fail-on-warning is set. {reason}',
    states: ['in-words'],
    next: "Read ISC's messages in the job summary: some accounts may differ from the file.",
  },
  'status-unknown': {
    happened: 'ISC ended task {task} {how}. {reason}',
    states: ['in-words'],
    next: 'Check the aggregation in ISC, and please report this status, so that the action can support it.',
  },
  'report-contradicts': {
    happened: 'ISC finished the aggregation with {status}, but fail-on-warning is set. {contradiction}',
    states: ['in-words'],
    next: '',
  },
  'not-stored': {
    happened:
      'ISC ended the aggregation with {status}, but it has not stored what the file says: {differences}.',
    states: ['in-words'],
    next: 'Check these accounts in ISC.',
  },
  'not-as-the-file': {
    happened:
      'ISC ended task {task} with {status} and without any count, but the source is not as the file says: {differences}. So the file was not aggregated, or not completely.',
    states: ['in-words'],
    next: 'Check the aggregation in ISC. If nothing there explains it, run the step again.',
  },
  unconfirmed: {
    happened:
      'ISC ended task {task} with {status} and without any count, and that it has aggregated the file could not be confirmed: {why}',
    states: ['in-words'],
    next: 'Check the source in ISC.',
  },
  'perhaps-of-another': {
    happened: `${NOT_CLEAR} and has ended, but it is not known whether it used this file: {why}`,
    states: ['in-words'],
    next: '',
  },
  'of-another': {
    happened: `${NOT_CLEAR} and has ended, but probably belongs to another upload: {why}.`,
    states: ['in-words'],
    next: START_NO_OTHER,
  },
  'not-waited-for': {
    happened: `${NOT_CLEAR}, but only its result would show whether it belongs to this upload, and wait is false.`,
    states: ['in-words'],
    next: 'With `wait: true` the step finds out itself.',
  },
  defect: {
    happened: 'Something went wrong inside this action: {error}',
    states: ['nothing-sent', 'nothing-started', 'goes-on', 'unclear', 'ended'],
    next: 'Please report this bug with a debug log: re-run the job with debug logging enabled.',
  },
} as const satisfies Record<string, FailureRow>;
