import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HOST } from './host-bench.ts';
import { at, type Bench, bodyOf, faultOf, found, reference, SoapClient, startBench, textAt } from './soap-client.ts';

const MANAGER = ['AuthorizationManager', 'AuthorizationManager'] as const;
const users = [
  { name: 'network', password: 'n', privileges: ['Host.Config.Network'] },
  { name: 'stranger', password: 's', noAccess: ['DC0_C0'] },
];
let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ scenario: { users } });
});
afterEach(() => bench.simulator.close());

/** A client and the key of its session. */
async function as(name: string): Promise<{ client: SoapClient; key: string }> {
  const client = new SoapClient(bench.simulator.ready);
  const key = textAt(bodyOf(await client.login(name, name.slice(0, 1))), 'returnval.key') ?? '';
  return { client, key };
}
const ask = async ({ client, key }: { client: SoapClient; key: string }, privileges: readonly string[]) => {
  const [type, id] = await found(bench.client, `DC0/host/DC0_C0/${HOST}`);
  const asked = privileges.map((privilege) => `<privId>${privilege}</privId>`).join('');
  return client.call(
    'HasPrivilegeOnEntities',
    MANAGER,
    `<entity type="${type}">${id}</entity><sessionId>${key}</sessionId>${asked}`,
  );
};

test('tells of each privilege whether the session has it on the entity', async () => {
  const answer = await ask(await as('network'), ['Host.Config.Network', 'Network.Assign', 'System.Read']);
  const granted = at(bodyOf(answer), 'returnval.privAvailability').map((each) => [
    textAt(each, 'privId'),
    textAt(each, 'isGranted'),
  ]);
  expect(granted).toEqual([
    ['Host.Config.Network', 'true'],
    ['Network.Assign', 'false'],
    ['System.Read', 'true'],
  ]);
});

test('says nothing of what the user may not see, nor of a session that is none', async () => {
  const stranger = await as('stranger');
  expect(faultOf(await ask(stranger, ['System.Read']))).toBe('NoPermission');
  const { client } = await as('network');
  expect(faultOf(await ask({ client, key: 'x' }, ['System.Read']))).toBe('InvalidArgument');
});

test('is named by the service content', async () => {
  const answer = await bench.client.call('RetrieveServiceContent', ['ServiceInstance', 'ServiceInstance']);
  expect(reference(at(bodyOf(answer), 'returnval.authorizationManager')[0])).toEqual([...MANAGER]);
});
