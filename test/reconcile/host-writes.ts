/** The steps of a plan, taken on the network of a host as values. */
import type { HostNetwork } from '../../lib/reconcile/state.ts';
import type { Step } from '../../lib/reconcile/steps.ts';
import { directory } from '../builders.ts';
import { addNic, editStack, updateNic } from '../vsphere-writes.ts';

/** @throws OnboardingError `fault-refused`, as vSphere would */
export function applyStep(state: HostNetwork, step: Step): HostNetwork {
  switch (step.action) {
    case 'addVirtualNic':
      return { ...state, vnics: [...state.vnics, addNic(state, step.portgroup, step.nic, directory())] };
    case 'updateVirtualNic':
      return updateNic(state, step.device, step.nic);
    case 'updateNetworkConfig':
      return editStack(state, step.edit);
    case 'removeVirtualNic':
      return { ...state, vnics: state.vnics.filter(({ device }) => device !== step.device) };
  }
}
