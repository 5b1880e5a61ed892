/** What this action uses of the runner's toolkit: outputs, annotations, masks and the log. */
import * as core from '@actions/core';

/** What this action uses of `@actions/core`, so that a test can pass its own. */
export interface Toolkit {
  debug(message: string): void;
  isDebug(): boolean;
  info(message: string): void;
  warning(message: string, properties?: AnnotationProperties): void;
  error(message: string, properties?: AnnotationProperties): void;
  startGroup(name: string): void;
  endGroup(): void;
  setOutput(name: string, value: string): void;
  setSecret(secret: string): void;
  setFailed(message: string): void;
}

/** The position of an annotation; lines and columns from 1, since the runner drops a 0. */
export interface AnnotationProperties {
  title?: string;
  file?: string;
  startLine?: number;
  startColumn?: number;
}

/** The runner's toolkit: only this file uses `@actions/core`. */
export const actionsToolkit: Toolkit = {
  debug: core.debug,
  isDebug: core.isDebug,
  info: core.info,
  warning: core.warning,
  error: core.error,
  startGroup: core.startGroup,
  endGroup: core.endGroup,
  setOutput: core.setOutput,
  setSecret: core.setSecret,
  setFailed: core.setFailed,
};
