export { extensionsToTreatAsEsm, modulePathIgnorePatterns, testEnvironment, transform } from '../../jest.config.js';

export const rootDir = '../..';
export const testMatch = ['<rootDir>/test/outsiders/**/*.test.ts'];
export const testTimeout = 300_000;
