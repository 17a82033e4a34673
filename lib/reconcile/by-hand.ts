/** Steps as esxcli commands, for a person who has to finish on the host what we could not. */
import { isIpv4 } from './addresses.ts';
import type { Step, UpdateNetworkConfigStep, VirtualNicSpec } from './steps.ts';

/** The commands that do what the step does; a comment line where esxcli has none. */
export function commandsByHand(step: Step): readonly string[] {
  switch (step.action) {
    case 'removeVirtualNic':
      return [removalByHand(step.device)];
    case 'addVirtualNic':
      return [`# add the adapter again in the vSphere Client: ${step.changes.map(({ to }) => to).join(', ')}`];
    case 'updateVirtualNic':
      return adapterByHand(step.device, step.nic);
    case 'updateNetworkConfig':
      return stackByHand(step);
  }
}

/** Takes an adapter off. */
export function removalByHand(device: string): string {
  return `esxcli network ip interface remove --interface-name=${device}`;
}

function adapterByHand(device: string, { ip, mtu, portgroup, distributedVirtualPort }: VirtualNicSpec): string[] {
  const name = `--interface-name=${device}`;
  const address =
    ip?.ipAddress === undefined
      ? `esxcli network ip interface ipv4 set ${name} --type=dhcp`
      : `esxcli network ip interface ipv4 set ${name} --type=static --ipv4=${ip.ipAddress} --netmask=${ip.subnetMask}`;
  const place = portgroup ?? distributedVirtualPort?.portgroupKey;
  return [
    ...(ip === undefined ? [] : [address]),
    ...(mtu === undefined ? [] : [`esxcli network ip interface set ${name} --mtu=${mtu}`]),
    ...(place === undefined ? [] : [`# move ${device} to portgroup ${place} in the vSphere Client`]),
  ];
}

function stackByHand({ edit, part }: UpdateNetworkConfigStep): string[] {
  const { netStackInstanceKey: stack, ipRouteConfig = {}, dnsConfig, routes = [] } = edit;
  const route = (verb: string, network: string, gateway: string) =>
    `esxcli network ip route ${isIpv4(gateway) ? 'ipv4' : 'ipv6'} ${verb} --netstack=${stack} --network=${network} --gateway=${gateway}`;
  if (part === 'routes') {
    return routes.map(({ changeOperation, route: { network, prefixLength, gateway } }) =>
      route(changeOperation, `${network}/${prefixLength}`, gateway),
    );
  }
  if (part === 'dns') {
    const servers = (dnsConfig?.address ?? []).map((server) => `--server=${server}`);
    return [
      `esxcli network ip dns server remove --netstack=${stack} --all`,
      ...servers.map((server) => `esxcli network ip dns server add --netstack=${stack} ${server}`),
    ];
  }
  const gateways = [ipRouteConfig.defaultGateway, ipRouteConfig.ipV6DefaultGateway].filter(
    (text) => text !== undefined,
  );
  return gateways.map((gateway) => route('add', 'default', gateway));
}
