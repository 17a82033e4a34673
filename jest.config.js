export const testEnvironment = 'node';
export const extensionsToTreatAsEsm = ['.ts'];
export const transform = {};
export const testMatch = ['<rootDir>/test/**/*.test.ts'];
export const modulePathIgnorePatterns = ['<rootDir>/cdk.out/'];
export const testTimeout = 60_000;
export const testPathIgnorePatterns = ['/node_modules/', '<rootDir>/test/outsiders/', '<rootDir>/test/deployed/'];
