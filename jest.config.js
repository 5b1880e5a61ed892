/** Jest runs ES modules as they are: `npm test` passes --experimental-vm-modules. */
export default {
  testEnvironment: 'node',
  // The process tests mostly wait, so many of them share two cores.
  maxWorkers: 6,
  maxConcurrency: 10,
  roots: ['<rootDir>/__tests__', '<rootDir>/sandbox/__tests__'],
  testMatch: ['**/*.test.ts'],
  setupFiles: ['<rootDir>/__tests__/support/without-debug-lines.js'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': '<rootDir>/__tests__/support/strip-types.js' },
  // Only a hang is meant: what a step or a test may take is held by injected clocks and by conditions.
  testTimeout: 600_000,
  injectGlobals: false,
  collectCoverageFrom: ['src/**/*.ts', '!src/index.ts'],
  // What only the process tests play counts nowhere, since they run dist/.
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  coverageReporters: ['text', 'lcov'],
};
