/** One configuration for every test: `node scripts/test.mjs` chooses the suites. */
export default {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': '<rootDir>/scripts/jest-strip-types.mjs' },
  testMatch: ['<rootDir>/{packages,apps,tests}/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.sandsmith/'],
  // Outside the temporary folder, which each run must leave empty.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testTimeout: 60_000,
};
