/** A vCenter whose connection could not even be read. */
import type { OnboardingError } from '../errors.ts';
import type { Vcenter } from './ports.ts';

/** Every call of it throws the error that stood in the way. */
export function unavailableVcenter(name: string, error: OnboardingError): Vcenter {
  const refuse = async (): Promise<never> => {
    throw error;
  };
  return {
    name,
    commands: { runCommand: refuse, readDns: refuse, readRoutes: refuse, ping: refuse, refreshNetwork: refuse },
    about: refuse,
    currentTime: refuse,
    findHost: refuse,
    readHost: refuse,
    readHosts: () => ({ [Symbol.asyncIterator]: () => ({ next: refuse }) }),
    directory: refuse,
    openEvents: refuse,
    readEvents: () => ({ [Symbol.asyncIterator]: () => ({ next: refuse }) }),
    addVirtualNic: refuse,
    updateVirtualNic: refuse,
    removeVirtualNic: refuse,
    updateNetworkConfig: refuse,
    close: async () => {},
  };
}
