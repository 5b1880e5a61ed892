/** Failures before anything is sent: inputs, the source, the file, and what is known of its accounts. */
import type { FailureRow } from './row.js';

const SENT_NOTHING = ['nothing-sent'] as const;

/** A row for each kind, in the order in which a step meets them. */
export const PREPARATION = {
  'inputs-wrong': {
    example: 'Wrong input. wait: "x" is neither true nor false.',
    happened: '{problems}',
    states: SENT_NOTHING,
    next: 'Correct the inputs of this step in the workflow file.',
  },
  'credentials-missing': {
    example: 'Wrong input. client-secret: missing.',
    happened: '{problems}',
    states: SENT_NOTHING,
    next: '{others}A secret is empty if none has this name, or if the job does not name its `environment:`. Pull requests of forks and of Dependabot get none: skip the step there, if `only-if-changed: true` does not.',
  },
  'no-such-source': {
    happened: '{host} has no source named "{name}" that this credential can see.{hint}',
    states: SENT_NOTHING,
    next: 'Check the spelling (letter case and spaces count), the tenant, and that the credential may see the source.{quotes}',
  },
  'several-such-sources': {
    happened: '{sources} of {host} are named "{name}": {ids}.',
    states: SENT_NOTHING,
    next: 'Give `source-id` to say which one is meant.',
  },
  'source-disagrees': {
    happened: 'The source {id} is named "{name}", not "{given}".',
    states: SENT_NOTHING,
    next: 'Correct `source-id` or `source-name`, so that both refer to the same source.',
  },
  'source-given-twice': {
    happened: 'The source "{name}" ({id}) is given {times} times in this step: as {labels}.',
    states: SENT_NOTHING,
    next: 'List each source once: the second file would delete what the first one created.',
  },
  'file-of-another-source': {
    happened: 'The name of the file {file} begins with the id of another source than "{name}".',
    states: SENT_NOTHING,
    next: 'The source has the id {id}: give the file that belongs to it, or the source that belongs to the file.',
  },
  'file-not-given': {
    happened: 'csv-path: missing. "{name}" is {kind} and takes a CSV file.',
    states: SENT_NOTHING,
    next: 'Set `csv-path`.',
  },
  'takes-no-file': {
    happened: 'csv-path: "{name}" is {kind} and takes no file.',
    states: SENT_NOTHING,
    next: 'Remove `csv-path`, or give the source that the file is for.',
  },
  'object-type-unknown': {
    happened: 'object-type: the source "{name}" has no entitlements of the type "{type}". It has {types}.',
    states: SENT_NOTHING,
    next: 'Give `object-type` the name of one of its types (letter case counts), or leave it out.',
  },
  'object-type-without-file': {
    happened:
      'object-type: "{name}" is {kind} and takes no file, but entitlements are aggregated from a file alone.',
    states: SENT_NOTHING,
    next: 'Remove `object-type`, or give the source that the file is for.',
  },
  'accounts-held-back': {
    happened:
      "The accounts were not aggregated, because the aggregation of the source's entitlements failed ({which}).",
    states: SENT_NOTHING,
    next: 'First solve what is said about the entitlements, then run the step again.',
  },
  'source-without-heading': {
    happened:
      'The source "{name}" is configured for files without a heading (hasHeader "false"), which is not supported.',
    states: SENT_NOTHING,
    next: 'Without a heading, mixed-up columns cannot be detected. Configure the source to read a header.',
  },
  'file-unreadable': {
    happened: 'The file {file} cannot be read: {why}.',
    states: ['nothing-sent', 'nothing-started'],
    next: 'Make sure that the file exists and stays readable for the whole step.',
  },
  'file-empty': {
    happened: '{file} is empty, so it was not uploaded.',
    states: SENT_NOTHING,
    next: 'Find out why the file is empty. Even a file that is only uploaded needs a heading.',
    status: 'REJECTED',
  },
  'file-changed': {
    happened: 'The file {file} changed while the step was using it.',
    states: ['nothing-started'],
    next: 'The upload was aborted. Make sure that an earlier step has finished writing the file, and run the step again.',
  },
  findings: {
    example: '… has 2 errors, so it was not uploaded.',
    happened: '{file} has {errors}, so it was not uploaded.',
    states: SENT_NOTHING,
    next: 'Fix the file: the annotations and the job summary {where}.{warn}',
    status: 'REJECTED',
  },
  'identities-unreadable': {
    example: 'The native identities of … cannot be read, so it is not known which accounts it would delete.',
    happened: '{why}, so it is not known which accounts it would delete. It was not uploaded.',
    states: SENT_NOTHING,
    next: 'Fix the file. With `csv-checks: error` the step shows what is wrong with it.',
    status: 'REJECTED',
  },
  'list-incomplete': {
    example: 'ISC counts … accounts on the source, but lists only … different ones.',
    happened: '{why}',
    states: ['nothing-sent', 'nothing-started'],
    next: 'So it is not known what the file would delete. {cure}',
  },
  'first-load-unproven': {
    happened:
      'ISC lists no accounts on the source "{name}", {why}. So it is not known what the file would delete.',
    states: SENT_NOTHING,
    next: '{cure} If the source really is empty, set `max-deletions: 100%` for one run.',
  },
  'over-a-limit': {
    example: 'The file would delete … of the … accounts on the source; max-deletions: … allows …',
    happened: '{limits}',
    states: SENT_NOTHING,
    next: 'Nothing was sent. {advice}',
    status: 'REJECTED',
  },
  'limit-not-held': {
    example: 'ISC shows … in no account of the source, so max-changes: … cannot be enforced.',
    happened: '{limits}',
    states: SENT_NOTHING,
    next: '{advice}',
  },
  'not-approved': {
    example: 'The file would delete …; max-deletions: … allows …. Pull request … has no comment with a plan',
    happened: '{limits} {why}',
    states: SENT_NOTHING,
    next: 'Nothing was sent. {advice}',
    status: 'REJECTED',
  },
  'plan-file-unwritable': {
    happened: 'The plan file {file} cannot be written: {why}.',
    states: SENT_NOTHING,
    next: 'Make sure that the folder of `plan-file` can be written and that the disk has room.',
  },
  'outputs-unwritable': {
    happened: 'The outputs of this step cannot be written: {why}. {state}',
    states: ['in-words'],
    next: 'Free disk space on the runner, and check that the file GITHUB_OUTPUT is writable. Later steps cannot read these outputs.',
  },
} as const satisfies Record<string, FailureRow>;
