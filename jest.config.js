import { availableParallelism } from 'node:os';

/**
 * Node loads test files and what they import itself, once per process. Counting lines needs Jest's own way, which compiles all of it
 * anew for each file.
 */
const native = {
  runtime: '<rootDir>/tests/support/runner/native-runtime.cjs',
  testEnvironment: '<rootDir>/tests/support/runner/native-environment.cjs',
};

const isolated = { testEnvironment: 'node' };

const shared = {
  ...(process.argv.includes('--coverage') ? isolated : native),
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
};

const sharing = {
  ...shared,
  globalSetup: '<rootDir>/tests/support/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
};

/** One project per set; what test files share (servers, bundle, template database) is made once per run, when first asked for. */
export default {
  testTimeout: 120_000,
  // Each file has a Temporal namespace and a database of its own, so several may run at a time; TEST_WORKERS says how many.
  maxWorkers: Number(process.env.TEST_WORKERS ?? Math.min(2, availableParallelism())),
  // What a file leaves in memory slows down those after it, until a collection of garbage outlasts a test: then a fresh process goes on.
  workerIdleMemoryLimit: '1GB',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/tests/unit/**/*.test.ts'] },
    {
      ...sharing,
      displayName: 'integration',
      testMatch: ['<rootDir>/tests/integration/**/*.test.ts'],
    },
    { ...sharing, displayName: 'chaos', testMatch: ['<rootDir>/tests/chaos/**/*.test.ts'] },
    { ...sharing, displayName: 'e2e', testMatch: ['<rootDir>/tests/e2e/**/*.test.ts'] },
    { ...sharing, displayName: 'replay', testMatch: ['<rootDir>/tests/replay/**/*.test.ts'] },
  ],
};
