/** Putting back the settings of a stack: gateways and TCP, DNS, or the routes that a step touched. */

import { routeDelta } from './plan-routes.ts';
import type { HostNetwork, NetStackInstance } from './state.ts';
import type { Change, NetStackEdit, Step, UpdateNetworkConfigStep } from './steps.ts';

/** The reason of each step that puts something back. */
export const PUT_BACK = 'the host is put back as it was found';

type Back = Pick<UpdateNetworkConfigStep, 'changes'> & { readonly edit: Omit<NetStackEdit, 'netStackInstanceKey'> };

/** @returns undefined when nothing is to be put back, or nothing can: a stack without an adapter takes no edit */
export function stackBack(
  { part, edit }: UpdateNetworkConfigStep,
  then: HostNetwork,
  now: HostNetwork,
): UpdateNetworkConfigStep | undefined {
  const { netStackInstanceKey: key } = edit;
  const [was, is] = [then, now].map(({ netStackInstances }) => netStackInstances.find((stack) => stack.key === key));
  const hasAdapter = now.vnics.some((vnic) => vnic.netStackInstanceKey === key);
  if (was === undefined || is === undefined || !hasAdapter) return undefined;
  const back = { gateway: settingsBack, dns: dnsBack, routes: routesBack }[part](edit, was, is);
  if (back.changes.length === 0) return undefined;
  return {
    action: 'updateNetworkConfig',
    part,
    reason: PUT_BACK,
    disruptive: part !== 'dns',
    changes: back.changes,
    edit: { netStackInstanceKey: key, ...back.edit },
  };
}

/** A gateway under an adapter cannot be taken away again (seen on vMotion, ESXi 6.5); it harms less than none. */
export function isResidue(step: Step): boolean {
  if (step.action !== 'updateNetworkConfig' || step.part !== 'gateway') return false;
  return step.changes.every(({ field, to }) => to === null && field.endsWith('Gateway'));
}

const SETTINGS = [
  'defaultGateway',
  'ipV6DefaultGateway',
  'congestionControlAlgorithm',
  'requestedMaxNumberOfConnections',
] as const;

/** Both gateways go with every edit, since an unset one is cleared (ansible-collections/community.vmware#1120). */
function settingsBack(edit: NetStackEdit, was: NetStackInstance, is: NetStackInstance): Back {
  const touched = { ...edit, ...edit.ipRouteConfig };
  const isGateway = (field: string) => field.endsWith('Gateway');
  const fields = SETTINGS.filter(
    (field) => (isGateway(field) || touched[field] !== undefined) && was[field] !== is[field],
  );
  const { defaultGateway, ipV6DefaultGateway } = was;
  const tcp = fields.filter((field) => !isGateway(field) && was[field] !== undefined);
  return {
    changes: fields.map((field) => change(field, is[field], was[field])),
    edit: {
      ipRouteConfig: {
        ...(defaultGateway === undefined ? {} : { defaultGateway }),
        ...(ipV6DefaultGateway === undefined ? {} : { ipV6DefaultGateway }),
      },
      ...Object.fromEntries(tcp.map((field) => [field, was[field]])),
    },
  };
}

function dnsBack(_edit: NetStackEdit, { dnsConfig: was }: NetStackInstance, { dnsConfig: is }: NetStackInstance): Back {
  if (was === undefined || JSON.stringify(was) === JSON.stringify(is)) return { changes: [], edit: {} };
  return { changes: [change('dns servers', is?.address.join(', '), was.address.join(', '))], edit: { dnsConfig: was } };
}

function routesBack({ routes: touched = [] }: NetStackEdit, was: NetStackInstance, is: NetStackInstance): Back {
  const networks = touched.map(({ route }) => `${route.network}/${route.prefixLength}`);
  const ours = ({ routes }: NetStackInstance) =>
    routes.filter(({ network, prefixLength }) => networks.includes(`${network}/${prefixLength}`));
  const routes = routeDelta(ours(was), ours(is));
  const changes = routes.map(({ changeOperation, route }) =>
    change(
      `route ${route.network}/${route.prefixLength}`,
      changeOperation === 'remove' ? route.gateway : undefined,
      changeOperation === 'add' ? route.gateway : undefined,
    ),
  );
  return { changes, edit: { routes } };
}

function change(field: string, from: unknown, to: unknown): Change {
  const text = (value: unknown) => (value === undefined || value === '' ? null : String(value));
  return { field, from: text(from), to: text(to) };
}
