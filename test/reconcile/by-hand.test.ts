import { describe, expect, test } from '@jest/globals';
import { commandsByHand } from '../../lib/reconcile/by-hand.ts';
import type { Change, NetStackEdit, Step, VirtualNicSpec } from '../../lib/reconcile/steps.ts';

const said = { reason: 'the host is put back as it was found', disruptive: true };
const edit = (
  part: 'gateway' | 'dns' | 'routes',
  over: Partial<NetStackEdit>,
  changes: readonly Change[] = [],
): Step => ({
  ...said,
  action: 'updateNetworkConfig',
  part,
  changes,
  edit: { netStackInstanceKey: 'vmotion', ...over },
});
const update = (nic: VirtualNicSpec, changes: readonly Change[] = []): Step => ({
  ...said,
  action: 'updateVirtualNic',
  device: 'vmk2',
  nic,
  changes,
});
const FLAGS = { autoConfigurationEnabled: true, dhcpV6Enabled: false };

describe('by hand', () => {
  test.each<[string, Step, readonly string[]]>([
    [
      'an adapter is taken off',
      { ...said, action: 'removeVirtualNic', device: 'vmk2', changes: [] },
      ['esxcli network ip interface remove --interface-name=vmk2'],
    ],
    [
      'DHCP is switched on',
      update({ ip: { dhcp: true } }),
      ['esxcli network ip interface ipv4 set --interface-name=vmk2 --type=dhcp'],
    ],
    [
      'a move is said in words',
      update({ distributedVirtualPort: { switchUuid: '50 2a', portgroupKey: 'dvportgroup-12' } }),
      ['# move vmk2 to portgroup dvportgroup-12 in the vSphere Client'],
    ],
    [
      'IPv6 is said in words',
      update({ ip: { dhcp: true, ipV6Config: FLAGS } }, [{ field: 'ipv6', from: 'off', to: 'auto' }]),
      [
        'esxcli network ip interface ipv4 set --interface-name=vmk2 --type=dhcp',
        '# set the IPv6 of vmk2 in the vSphere Client: auto',
      ],
    ],
    [
      'both gateways are routes of the stack',
      edit('gateway', { ipRouteConfig: { defaultGateway: '10.20.0.1', ipV6DefaultGateway: 'fe80::1' } }),
      [
        'esxcli network ip route ipv4 add --netstack=vmotion --network=default --gateway=10.20.0.1',
        'esxcli network ip route ipv6 add --netstack=vmotion --network=default --gateway=fe80::1',
      ],
    ],
    [
      'a gateway that has to go and TCP settings are said in words',
      edit('gateway', { ipRouteConfig: {}, congestionControlAlgorithm: 'newreno' }, [
        { field: 'defaultGateway', from: '10.20.0.1', to: null },
        { field: 'congestionControlAlgorithm', from: 'cubic', to: 'newreno' },
      ]),
      [
        '# set "defaultGateway" of stack vmotion in the vSphere Client: none',
        '# set "congestionControlAlgorithm" of stack vmotion in the vSphere Client: newreno',
      ],
    ],
    [
      'DNS by DHCP and a domain name are said in words',
      edit('dns', {}, [
        { field: 'dns servers', from: '10.0.0.53', to: 'dhcp' },
        { field: 'dns domain', from: 'corp.example', to: null },
      ]),
      [
        '# set "dns servers" of stack vmotion in the vSphere Client: dhcp',
        '# set "dns domain" of stack vmotion in the vSphere Client: none',
      ],
    ],
    [
      'routes of both families are taken off and added',
      edit('routes', {
        routes: [
          { changeOperation: 'remove', route: { network: '10.30.0.0', prefixLength: 16, gateway: '10.20.0.9' } },
          { changeOperation: 'add', route: { network: 'fd00:30::', prefixLength: 48, gateway: 'fe80::9' } },
        ],
      }),
      [
        'esxcli network ip route ipv4 remove --netstack=vmotion --network=10.30.0.0/16 --gateway=10.20.0.9',
        'esxcli network ip route ipv6 add --netstack=vmotion --network=fd00:30::/48 --gateway=fe80::9',
      ],
    ],
  ])('%s', (_, step, commands) => {
    expect(commandsByHand(step)).toEqual(commands);
  });
});
