import {
  ADD,
  ADD_DNS,
  ADD_ROUTE,
  BY_ESXCLI,
  REFRESH,
  REMOVE,
  REQUIRE,
  SILENT,
  STACK,
  settings,
  tellStories,
} from './killed-stories.ts';

tellStories({
  'a first adapter': {
    settings: settings(),
    writes: [ADD, STACK, STACK, STACK],
    ends: 'converged',
  },
  'a first adapter by DHCP': {
    settings: settings({ address: { mode: 'dhcp' } }, {}),
    scenario: { dhcp: { address: '10.20.0.99', leaseDelayMs: 5 } },
    writes: [ADD, STACK, STACK, STACK],
    ends: 'converged',
  },
  'a first adapter, DNS and routes by esxcli': {
    settings: settings(),
    scenario: BY_ESXCLI,
    writes: [ADD, STACK, STACK, ADD_DNS, REFRESH, STACK, ADD_ROUTE, REFRESH],
    ends: 'converged',
  },
  'a first adapter, DNS by esxcli after a yes that changed nothing': {
    settings: settings({ routes: [] }),
    scenario: { answers: { dns: 'dropped' } },
    writes: [ADD, STACK, STACK, ADD_DNS, REFRESH],
    ends: 'converged',
  },
  'a first adapter whose gateway is silent': {
    settings: settings(REQUIRE),
    scenario: SILENT,
    writes: [ADD, STACK, STACK, STACK, REMOVE],
    ends: 'failed',
  },
  'a first adapter whose gateway is refused': {
    settings: settings(),
    scenario: { faults: [{ method: 'UpdateNetworkConfig', fault: 'HostConfigFault' }] },
    writes: [ADD, STACK, REMOVE],
    ends: 'failed',
    isRefused: true,
  },
});
