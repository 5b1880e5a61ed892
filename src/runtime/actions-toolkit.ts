import * as core from '@actions/core';
import type { Toolkit } from './toolkit.js';

/** The runner's toolkit: the only place that knows `@actions/core`. */
export const actionsToolkit: Toolkit = {
  debug: core.debug,
  isDebug: core.isDebug,
  info: core.info,
  notice: core.notice,
  warning: core.warning,
  error: core.error,
  startGroup: core.startGroup,
  endGroup: core.endGroup,
  setOutput: core.setOutput,
  setSecret: core.setSecret,
  setFailed: core.setFailed,
};
