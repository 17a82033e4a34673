export { extensionsToTreatAsEsm, modulePathIgnorePatterns, testEnvironment, transform } from '../../jest.config.js';

export const rootDir = '../..';
export const testMatch = ['<rootDir>/test/deployed/**/*.test.ts'];
export const testTimeout = 240_000;
