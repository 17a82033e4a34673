/** Any vCenter that misbehaves: sequences of faults, either answer of what is unconfirmed, and hosts of every kind. */
import fc from 'fast-check';
import type { End } from './mortal.ts';
import { HOST, type TrialOptions } from './trial.ts';

const METHODS = [
  'AddVirtualNic',
  'UpdateVirtualNic',
  'RemoveVirtualNic',
  'UpdateNetworkConfig',
  'ExecuteSoap',
  'RefreshNetworkSystem',
  'RetrieveManagedMethodExecuter',
  'RetrievePropertiesEx',
  'Login',
  '*',
];
const HOST_CALLS = ['AddVirtualNic', 'UpdateVirtualNic', 'RemoveVirtualNic', 'UpdateNetworkConfig'];
const FAULTS = [
  'HostConfigFault',
  'PlatformConfigFault',
  'NotFound',
  'InvalidState',
  'InvalidArgument',
  'ResourceInUse',
  'HostNotConnected',
  'TaskInProgress',
  'NoPermission',
  'NotSupported',
  'RuntimeFault',
  'truncated',
  'html',
  'empty',
  'unavailable',
];

const often = { count: fc.integer({ min: 1, max: 3 }), skip: fc.nat(3), delayMs: fc.constantFrom(0, 0, 5) };
const anyFault = fc.oneof(
  fc.record({ method: fc.constantFrom(...METHODS), fault: fc.constantFrom(...FAULTS), ...often }),
  // for good: what is refused is always refused
  fc.record({ method: fc.constantFrom(...HOST_CALLS), fault: fc.constant('HostConfigFault'), skip: fc.nat(2) }),
  fc.record({ method: fc.constantFrom(...METHODS), answerLost: fc.constant(true), ...often }),
  fc.record({ method: fc.constantFrom(...HOST_CALLS), goesOn: fc.constant(true), ...often }),
  fc.record({ method: fc.constantFrom(...HOST_CALLS), rolledBack: fc.constant(true), ...often }),
  fc.record({
    method: fc.constantFrom(...HOST_CALLS),
    fault: fc.constant('HostConfigFault'),
    afterWork: fc.constant(true),
    ...often,
  }),
  fc.record({
    method: fc.constantFrom(...HOST_CALLS),
    disconnects: fc.constant(true),
    backAfterMs: fc.constantFrom(5, 40),
    ...often,
  }),
);

const taken = fc.constantFrom('accepted', 'refused', 'dropped');
const either = fc.constantFrom('accepted', 'refused');
const anyAnswers = fc.record(
  {
    dns: taken,
    staticRoutes: taken,
    esxcliDns: taken,
    esxcliRoutes: taken,
    esxcli: fc.constantFrom('offered', 'methodNotFound', 'notSupported'),
    esxcliShows: fc.constantFrom('afterRefresh', 'atOnce'),
    esxcliFault: fc.constantFrom('inDetail', 'inMessage'),
    modifyAtomic: fc.boolean(),
    settingsSurvive: fc.boolean(),
    serviceComesBack: fc.boolean(),
    stackServiceSelected: fc.boolean(),
    dhcpGateway: fc.constantFrom('route', 'config', 'none'),
    networkTasks: fc.constantFrom('listed', 'eventOnly'),
    gatewayRemoval: either,
    gatewayOutsideSubnet: either,
    secondVnicOnStack: either,
    equalGateways: either,
    routeAgain: either,
    routeSpecReadBack: fc.constantFrom('absent', 'filled'),
  },
  { requiredKeys: [] },
);

const adapter = (stack: string, over: object = {}) => ({
  stack,
  address: '10.20.0.77',
  dvportgroup: 'pg-provisioning',
  ...over,
});
const anyHost = fc.constantFrom<object>(
  {},
  { services: { vSphereProvisioning: ['vmk0'] } },
  { maintenance: true, provisioningGateway: '10.20.0.250', adapters: [adapter('vSphereProvisioning')] },
  { maintenance: true, adapters: [adapter('vSphereProvisioning', { dhcp: true, mtu: 9000 })] },
  { adapters: [adapter('vmotion', { address: '10.40.0.5', dvportgroup: 'pg-other' })] },
  { provisioningGateway: '10.20.0.250' },
);

const DNS = { servers: ['10.0.0.54'], domain: 'corp.example' };
const anyDefaults = fc.record({
  mode: fc.constant('enforce'),
  portgroup: fc.constantFrom('pg-provisioning', 'Provisioning'),
  gateway: fc.constantFrom('10.20.0.1', '10.20.0.9'),
  dns: fc.constantFrom(undefined, DNS),
  routes: fc.constantFrom(undefined, [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }]),
  mtu: fc.constantFrom(undefined, 9000),
  tcp: fc.constantFrom(undefined, { congestionControl: 'cubic', maxConnections: 12000 }),
  ipv6: fc.constantFrom(undefined, { mode: 'auto' }),
  verify: fc.constantFrom(undefined, { pingGateway: 'warn' }, { pingGateway: 'require' }),
  esxcli: fc.constantFrom('fallback', 'never'),
  onUnsupported: fc.constantFrom('fail', 'warn'),
});
const anyAddress = fc.constantFrom<object>(
  { mode: 'static', address: '10.20.0.11/24' },
  { mode: 'static', address: '10.20.0.11/24' },
  { mode: 'dhcp' },
);

/** One case; the gateway 10.20.0.9 never answers a ping. */
export const anyCase: fc.Arbitrary<TrialOptions> = fc
  .record({
    faults: fc.array(anyFault, { maxLength: 4 }),
    answers: anyAnswers,
    host: anyHost,
    defaults: anyDefaults,
    address: anyAddress,
    visibilityDelayMs: fc.constantFrom(0, 0, 0, 15),
    dhcpAddress: fc.constantFrom('10.20.0.99', '10.20.0.99', 'none', '172.16.0.7'),
  })
  .map(({ faults, answers, host, defaults, address, visibilityDelayMs, dhcpAddress }) => ({
    scenario: {
      inventory: { hosts: [{ name: HOST, ...host }], dvportgroups: ['pg-other'] },
      faults,
      answers,
      // a change that was answered with a fault, and is shown only later, cannot be told from one that was not made
      visibilityDelayMs: faults.some((fault) => 'afterWork' in fault) ? 0 : visibilityDelayMs,
      dhcp: { address: dhcpAddress, leaseDelayMs: 5 },
      wire: { unreachable: ['10.20.0.9'] },
    },
    settings: { defaults, [`hosts/${HOST}`]: { address } },
  }));

const anyEnd: fc.Arbitrary<End | undefined> = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 3 },
  {
    arbitrary: fc.record({
      at: fc.nat(5),
      how: fc.constantFrom<End['how']>('before it', 'after it', 'its answer lost'),
    }),
    weight: 1,
  },
);
/** Of each run, whether it is killed. */
export const anyEnds: fc.Arbitrary<readonly (End | undefined)[]> = fc.array(anyEnd, { minLength: 1, maxLength: 3 });
