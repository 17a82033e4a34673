import { expect, test } from '@jest/globals';
import { exitCodeOfPush, type PushResultScope } from '../../lib/cli/settings-results.ts';

type Ends = readonly (PushResultScope['status'] | 'overwritten')[];

const PROBLEM = { code: 'settings-overwritten', message: 'Somebody wrote.' } as const;

test.each<[Ends, number]>([
  [[], 0],
  [['written', 'left'], 0],
  [['planned', 'left'], 2],
  [['written', 'overwritten'], 1],
  [['written', 'failed'], 1],
  [['written', 'skipped'], 1],
  [['conflict', 'skipped'], 3],
  [['overwritten', 'conflict'], 1],
])('a push that ends in %j exits %i', (ends, expected) => {
  const scopes = ends.map((end) => ({
    scope: 'defaults',
    parameter: '/provisioning-stack/vc01/defaults',
    status: end === 'overwritten' ? ('written' as const) : end,
    problems: end === 'overwritten' ? [PROBLEM] : [],
  }));
  expect(exitCodeOfPush({ vcenter: 'vc01', file: 'settings.json', scopes })).toBe(expected);
});
