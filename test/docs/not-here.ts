/** Commands of the documentation that no test runs, each with the reason; everything else in a `sh` fence is run. */
export const NOT_HERE: Readonly<Record<string, string>> = {
  'npm ci': 'it would replace the installation that the tests run from; CI runs it on a bare machine',
  'npm test': 'it is what runs this',
  'npm run test:outsiders': 'it installs Python and Go programs; CI runs it',
  'npm run bench': 'it takes minutes and measures this machine',
};

/** Commands that run until they are stopped: in the background, from when they say so until the page is over. */
export const UNTIL_STOPPED: readonly RegExp[] = [/provisioning-stack (-- )?run /, /^npm run --silent simulator\b/];
