import fs from 'node:fs';
import path from 'node:path';

/** Recorded answers and the archives' double are somebody else's and lie beside a checkout; test/shared/ needs them. */
const beside = fs.existsSync(path.join(import.meta.dirname, '../shared/fixtures'));

export default {
  testEnvironment: 'node',
  testTimeout: 60_000, // so that a busy machine fails no test
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }],
  },
  roots: ['<rootDir>/core', '<rootDir>/generators', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', ...(beside ? [] : ['<rootDir>/test/shared/'])],
  globalSetup: '<rootDir>/test/setup.mjs',
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
};
