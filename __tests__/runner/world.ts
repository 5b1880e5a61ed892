import type { SimulatedGitHub } from '../../sandbox/tenant/github/github.js';
import type { Occasion } from './occasion.js';
import type { Result } from './expressions.js';
import type { Annotation } from '../support/workflow-commands.js';
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
}

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
}

/** How the work of a step ended, before `continue-on-error` is looked at. */
export interface EndedWork {
  readonly passed: boolean;
  readonly outputs?: Strings;
  /** Variables for the later steps. */
  readonly exported?: Strings;
  readonly log?: string;
  readonly annotations?: readonly Annotation[];
  readonly summary?: string;
  /** What is to be done at the end of the job. */
  readonly post?: () => Promise<EndedWork>;
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
