/** Steps as esxcli commands, for a person who has to finish on the host what we could not. */
import { isIpv4 } from './addresses.ts';
import type { Change, Step, UpdateNetworkConfigStep, UpdateVirtualNicStep } from './steps.ts';

/** The commands that do what the step does; a comment line where esxcli has none. */
export function commandsByHand(step: Step): readonly string[] {
  switch (step.action) {
    case 'removeVirtualNic':
      return [removalByHand(step.device)];
    case 'addVirtualNic':
      return [`# add the adapter again in the vSphere Client: ${step.changes.map(({ to }) => to).join(', ')}`];
    case 'updateVirtualNic':
      return adapterByHand(step);
    case 'updateNetworkConfig':
      return stackByHand(step);
  }
}

/** Takes an adapter off. */
export function removalByHand(device: string): string {
  return `esxcli network ip interface remove --interface-name=${device}`;
}

function adapterByHand({ device, nic, changes }: UpdateVirtualNicStep): string[] {
  const { ip, mtu, portgroup, distributedVirtualPort } = nic;
  const name = `--interface-name=${device}`;
  const address =
    ip?.ipAddress === undefined
      ? `esxcli network ip interface ipv4 set ${name} --type=dhcp`
      : `esxcli network ip interface ipv4 set ${name} --type=static --ipv4=${ip.ipAddress} --netmask=${ip.subnetMask}`;
  const ipv6 = ip?.ipV6Config === undefined ? [] : changes.filter(({ field }) => field === 'ipv6');
  const place = portgroup ?? distributedVirtualPort?.portgroupKey;
  return [
    ...(ip === undefined ? [] : [address]),
    ...ipv6.map(({ to }) => `# set the IPv6 of ${device} in the vSphere Client: ${to ?? 'off'}`),
    ...(mtu === undefined ? [] : [`esxcli network ip interface set ${name} --mtu=${mtu}`]),
    ...(place === undefined ? [] : [`# move ${device} to portgroup ${place} in the vSphere Client`]),
  ];
}

function stackByHand({ edit, part, changes }: UpdateNetworkConfigStep): string[] {
  const { netStackInstanceKey: stack, ipRouteConfig = {}, routes = [] } = edit;
  const route = (verb: string, network: string, gateway: string) =>
    `esxcli network ip route ${isIpv4(gateway) ? 'ipv4' : 'ipv6'} ${verb} --netstack=${stack} --network=${network} --gateway=${gateway}`;
  if (part === 'routes') {
    return routes.map(({ changeOperation, route: { network, prefixLength, gateway } }) =>
      route(changeOperation, `${network}/${prefixLength}`, gateway),
    );
  }
  const gateways = [ipRouteConfig.defaultGateway, ipRouteConfig.ipV6DefaultGateway].filter(
    (text) => text !== undefined,
  );
  return [
    ...gateways.map((gateway) => route('add', 'default', gateway)),
    ...changes.flatMap((change) => changeByHand(change, stack)),
  ];
}

/** Gateways are set again whole; what has no command of esxcli is said in words. */
function changeByHand({ field, from, to }: Change, stack: string): string[] {
  const values = (text: string | null) => text?.split(', ') ?? [];
  const inClient = [`# set "${field}" of stack ${stack} in the vSphere Client: ${to ?? 'none'}`];
  if (field === 'dns servers' && to !== 'dhcp') {
    const dns = `esxcli network ip dns server`;
    const added = values(to).map((server) => `${dns} add --netstack=${stack} --server=${server}`);
    return [`${dns} remove --netstack=${stack} --all`, ...added];
  }
  if (field === 'dns search domains') {
    const command = (verb: string) => (domain: string) =>
      `esxcli network ip dns search ${verb} --netstack=${stack} --domain=${domain}`;
    return [...values(from).map(command('remove')), ...values(to).map(command('add'))];
  }
  return field.endsWith('Gateway') && to !== null ? [] : inClient;
}
