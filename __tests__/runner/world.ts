import type { SimulatedGitHub } from '../../sandbox/tenant/github/github.js';
import type { Occasion } from './occasion.js';
import type { Result } from './expressions.js';
import type { Annotation } from './annotations.js';
import type { JobEnd } from './job-end.js';
import type { Masks } from './masks.js';
import type { Patience } from './program.js';
import type { Permissions, Strings } from '../support/workflow.js';

/** What surrounds the workflows of a repository. */
export interface World {
  readonly github: SimulatedGitHub;
  /** Secrets of the repository. */
  readonly secrets: Strings;
  readonly environments: Readonly<Record<string, Environment>>;
  /** Variables that the machine gives to every step. */
  readonly machine: Strings;
  /** A folder of commands that come before those of the machine. */
  readonly commands: string;
  /** Workflows of other repositories, by what `uses` says. */
  readonly workflows: Strings;
  /** What a workflow names by an address or a path that is not of this machine, and where it is here. */
  readonly places: Strings;
  /** What no log, summary or output may show. */
  readonly hidden: () => readonly string[];
  /** Further actions of others, by their names without the version. */
  readonly actions?: Readonly<Record<string, Double>>;
  /** The clock of `timeout-minutes`; a real one where it is absent. */
  readonly timer?: Timer;
  /** The runner's own where it is absent. */
  readonly patience?: Patience;
  /** Told each line that a step says, with the ways to end the run. */
  readonly onLine?: (line: string, end: JobEnd) => void;
}

/** Does what an action of others does, as far as workflows rely on it. `env` holds the variables of the step. */
export type Double = (inputs: Strings, room: JobRoom, env: Strings) => EndedWork | Promise<EndedWork>;

/** Calls `over` after so many minutes, unless what it returns is called before. */
export type Timer = (minutes: number, over: () => void) => () => void;

/** An environment of the repository, and the branches that may deploy to it. */
export interface Environment {
  readonly branches: readonly string[];
  readonly secrets: Strings;
}

/** The job that a step is part of. */
export interface JobRoom {
  readonly world: World;
  readonly occasion: Occasion;
  readonly workspace: string;
  /** `runner.temp` */
  readonly temp: string;
  /** What the job's token may do, and the token. */
  readonly permissions: Permissions;
  readonly token: string;
  /** What is hidden in all that its steps say. */
  readonly masks: Masks;
  readonly end: JobEnd;
}

/** How the work of a step ended, before `continue-on-error` is looked at. */
export interface EndedWork {
  readonly passed: boolean;
  /** True where the runner ended it because the run or the step was cancelled. */
  readonly wasCancelled?: boolean;
  readonly outputs?: Strings;
  /** Variables for the later steps, and folders for their PATH. */
  readonly exported?: Strings;
  readonly paths?: readonly string[];
  readonly log?: string;
  readonly annotations?: readonly Annotation[];
  readonly summary?: string;
  /** What is to be done at the end of the job, with the variables as they are then. */
  readonly post?: (env: Strings) => Promise<EndedWork>;
}

/** A step of an ended job. */
export interface StepRecord {
  /** Its name, else what it uses or runs. */
  readonly name: string;
  readonly outcome: Result;
  readonly conclusion: Result;
  readonly outputs: Strings;
  readonly log: string;
  readonly annotations: readonly Annotation[];
  readonly summary: string;
}

/** An ended job. */
export interface JobRecord {
  readonly result: Result;
  readonly outputs: Strings;
  readonly steps: readonly StepRecord[];
  /** What the runner says of the job itself. */
  readonly annotations: readonly Annotation[];
  readonly concurrency: string | undefined;
}

/** An ended workflow: its jobs by the names that GitHub shows. */
export interface WorkflowRecord {
  /** False where `on` does not let the event start it. */
  readonly started: boolean;
  /** The group of the whole workflow. */
  readonly concurrency: string | undefined;
  readonly jobs: Readonly<Record<string, JobRecord>>;
}
