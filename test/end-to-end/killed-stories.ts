/** Stories of one host that are told again with the run killed at each of its writes, and what they have in common. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { killEverywhere, type Told, tell } from './killed-run.ts';
import { HOST, TrialAws, type TrialOptions } from './trial.ts';

export const ADD = 'AddVirtualNic';
export const UPDATE = 'UpdateVirtualNic';
export const REMOVE = 'RemoveVirtualNic';
/** Gateway, DNS and routes are a call each. */
export const STACK = 'UpdateNetworkConfig';
export const REFRESH = 'RefreshNetworkSystem';
export const ADD_DNS = 'network ip dns server add';
export const REMOVE_DNS = 'network ip dns server remove';
export const ADD_ROUTE = 'network ip route ipv4 add';

const OWN = { address: { mode: 'static', address: '10.20.0.11/24' } };

/** Gateway, DNS and a route, and in the scope of the host its address. */
export function settings(over: object = {}, own: object = OWN): TrialOptions['settings'] {
  const defaults = {
    portgroup: 'pg-provisioning',
    gateway: '10.20.0.1',
    dns: { servers: ['10.0.0.54'] },
    routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }],
    ...over,
  };
  return { defaults, [`hosts/${HOST}`]: own };
}

/** The gateway never answers, and the settings ask for an answer. */
export const SILENT = { wire: { unreachable: ['10.20.0.1'] } };
export const REQUIRE = { verify: { pingGateway: 'require' } };
export const BY_ESXCLI = { answers: { dns: 'refused', staticRoutes: 'refused' } };

/** A story, and how it goes when nobody is killed. */
export interface Story extends TrialOptions {
  readonly writes: readonly string[];
  readonly ends: string;
  /** A call that is refused does no work whose answer could be lost. */
  readonly isRefused?: true;
}

/** The tests of some stories. */
export function tellStories(stories: Readonly<Record<string, Story>>): void {
  let aws: TrialAws;
  beforeAll(async () => {
    aws = await TrialAws.start();
  });
  afterAll(() => aws.close());

  describe.each(Object.entries(stories))('a run with %s', (_title, story) => {
    let told: Told;
    beforeAll(async () => {
      told = await tell(aws, story);
    });

    test('has these writes, and ends so', () => {
      expect([told.writes, told.status]).toEqual([story.writes, story.ends]);
    });

    const hows = ['before it', 'after it', ...(story.isRefused ? [] : ['its answer lost' as const])] as const;
    test.each(hows)(
      'killed at any of its writes, %s, leaves with one more run a host that is converged or as it was',
      async (how) => {
        expect(await killEverywhere(aws, story, how, told)).toEqual([]);
      },
    );
  });
}
