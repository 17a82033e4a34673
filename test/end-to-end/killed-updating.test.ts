import {
  ADD_DNS,
  REFRESH,
  REMOVE_DNS,
  REQUIRE,
  SILENT,
  STACK,
  settings,
  tellStories,
  UPDATE,
} from './killed-stories.ts';
import { HOST } from './trial.ts';

const ENFORCE = { mode: 'enforce', mtu: 9000 };
const inventory = {
  hosts: [
    {
      name: HOST,
      maintenance: true,
      provisioningGateway: '10.20.0.250',
      adapters: [{ stack: 'vSphereProvisioning', address: '10.20.0.77', dvportgroup: 'pg-provisioning' }],
    },
  ],
};

tellStories({
  'an adapter that differs': {
    settings: settings(ENFORCE),
    scenario: { inventory },
    writes: [UPDATE, STACK, STACK, STACK],
    ends: 'converged',
  },
  'an adapter that differs, whose new gateway is silent': {
    settings: settings({ ...ENFORCE, ...REQUIRE }),
    scenario: { inventory, ...SILENT },
    writes: [UPDATE, STACK, STACK, STACK, UPDATE, STACK, STACK, STACK],
    ends: 'failed',
  },
  'an adapter that differs, DNS by esxcli, whose new gateway is silent': {
    settings: settings({ ...ENFORCE, ...REQUIRE }),
    scenario: { inventory, answers: { dns: 'refused' }, ...SILENT },
    writes: [...[UPDATE, STACK, STACK, ADD_DNS, REFRESH, STACK], ...[UPDATE, STACK, STACK, STACK, REMOVE_DNS, REFRESH]],
    ends: 'failed',
  },
});
