import { ADD, REMOVE, REQUIRE, SILENT, STACK, settings, tellStories } from './killed-stories.ts';
import { HOST } from './trial.ts';

const inventory = {
  hosts: [
    {
      name: HOST,
      adapters: [{ stack: 'defaultTcpipStack', address: '10.20.0.77', dvportgroup: 'pg-provisioning' }],
    },
  ],
};

tellStories({
  'an adapter on the wrong stack, replaced': {
    by: 'operator',
    settings: settings(),
    scenario: { inventory },
    writes: [REMOVE, ADD, STACK, STACK, STACK],
    ends: 'converged',
  },
  'an adapter on the wrong stack, replaced in vain': {
    by: 'operator',
    settings: settings(REQUIRE),
    scenario: { inventory, ...SILENT },
    writes: [REMOVE, ADD, STACK, STACK, STACK, REMOVE, ADD],
    ends: 'failed',
  },
});
