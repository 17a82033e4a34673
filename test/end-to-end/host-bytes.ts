/** A host as a client that is not ours reads it: the SOAP text of its adapters and TCP/IP stacks, byte for byte. */

import type { Ready } from '../../simulator/server.ts';
import { collector, SoapClient } from '../simulator/soap-client.ts';

/** What was read; each element as it came. */
export interface HostBytes {
  /** The default stack, and the adapters on it. */
  readonly defaultStack: readonly string[];
  /** The adapters of the provisioning stack. */
  readonly adapters: readonly string[];
  /** The provisioning stack itself. */
  readonly stack: string;
}

/** Reads one host, in a session of its own. */
export class HostBytesReader {
  readonly #client: SoapClient;
  readonly #host: string;
  readonly #networkSystem: readonly [string, string];

  private constructor(client: SoapClient, host: string, networkSystem: readonly [string, string]) {
    this.#client = client;
    this.#host = host;
    this.#networkSystem = networkSystem;
  }

  static async open(ready: Ready, name: string): Promise<HostBytesReader> {
    const client = new SoapClient(ready);
    await client.login();
    const [, host] = await client.host(name);
    return new HostBytesReader(client, host, await client.networkSystem(name));
  }

  /** What esxcli has changed is shown, too; nothing is shown of a host that is not connected. */
  async read(): Promise<HostBytes> {
    await this.#client.call('RefreshNetworkSystem', this.#networkSystem);
    const paths = ['config.network.vnic', 'config.network.netStackInstance'];
    const pathSet = paths.map((path) => `<pathSet>${path}</pathSet>`).join('');
    const object = `<objectSet><obj type="HostSystem">${this.#host}</obj></objectSet>`;
    const specSet = `<specSet><propSet><type>HostSystem</type>${pathSet}</propSet>${object}</specSet><options/>`;
    const { text } = await this.#client.call('RetrievePropertiesEx', collector, specSet);
    const adapters = elements(text, 'HostVirtualNic');
    const stacks = elements(text, 'HostNetStackInstance');
    const on = (key: string) => adapters.filter((vnic) => vnic.includes(`<netStackInstanceKey>${key}<`));
    const stackOf = (key: string) => stacks.filter((stack) => stack.includes(`<key>${key}<`));
    return {
      defaultStack: [...stackOf('defaultTcpipStack'), ...on('defaultTcpipStack')],
      adapters: on('vSphereProvisioning'),
      stack: stackOf('vSphereProvisioning').join(''),
    };
  }
}

/**
 * Without what differs from simulator to simulator, and from an adapter to the same one that was taken off and added
 * again: the uuid of the switch, its port, the MAC, and the link-local address that follows from it.
 */
export function comparable({ defaultStack, adapters, stack }: HostBytes): HostBytes {
  const random = /<(switchUuid|portKey|connectionCookie|mac)>[^<]*<|fe80::[0-9a-f:]+/g;
  const plain = (text: string) => text.replaceAll(random, '');
  return { defaultStack: defaultStack.map(plain), adapters: adapters.map(plain), stack };
}

function elements(text: string, name: string): string[] {
  return text.match(new RegExp(`<${name}[ >].*?</${name}>`, 'gs')) ?? [];
}
