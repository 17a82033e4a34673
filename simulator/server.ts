import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { CallLog } from './call-log.ts';
import { makeCertificate } from './certificate.ts';
import { FaultRules } from './fault-rules.ts';
import { type Doors, route } from './http/router.ts';
import { clusterName, datacenterName, dvportgroupName, fillInventory, portgroupName, switchName } from './inventory.ts';
import { Host } from './objects/host.ts';
import type { Scenario } from './scenario.ts';
import { readScenario, readScenarioChange, type ScenarioChange } from './scenario-read.ts';
import { SwitchDirectory } from './switch-directory.ts';
import { VCenter } from './vcenter.ts';

/** How a simulator is started; everything may be left out. */
export interface SimulatorOptions {
  /** 0, the default, is any free port. */
  readonly port?: number;
  /** Hosts in the cluster; goes before the scenario's `inventory.hostCount`. */
  readonly hosts?: number;
  readonly user?: string;
  readonly password?: string;
  /** What a scenario file says. */
  readonly scenario?: unknown;
  /** Milliseconds since the epoch; the default is the machine's clock. */
  readonly clock?: () => number;
}

/** What the ready line says. */
export interface Ready {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly certificate: string;
  readonly datacenter: string;
  readonly cluster: string;
  readonly hosts: readonly string[];
  readonly dvs: string;
  readonly dvportgroup: string;
  readonly portgroup: string;
}

/** A running simulator. */
export interface Simulator {
  readonly ready: Ready;
  /** SOAP operations since the last reset, by name. */
  stats(): Record<string, number>;
  resetStats(): void;
  /** The last request bodies of an operation, oldest first. */
  lastRequests(operation: string): readonly string[];
  /** Changes the running vCenter. Throws ScenarioError. */
  applyScenario(change: ScenarioChange): void;
  /** Stops listening, drops every connection, and removes the certificate file. */
  close(): Promise<void>;
}

const defaultUser = 'administrator@vsphere.local';
const defaultPassword = 'VMware1!simulated';

/** Starts a vCenter on loopback. Throws ScenarioError for a scenario that cannot be played, and what listen() throws. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const read = readScenario(options.scenario ?? {});
  const scenario =
    options.hosts === undefined ? read : { ...read, inventory: { ...read.inventory, hostCount: options.hosts } };
  const administrator = { name: options.user ?? defaultUser, password: options.password ?? defaultPassword };
  const vcenter = new VCenter(
    scenario,
    [administrator, ...scenario.users],
    new SwitchDirectory(),
    options.clock ?? Date.now,
  );
  const hosts = fillInventory(vcenter).map(({ name }) => name);
  const rules = new FaultRules();
  rules.add(scenario.faults);
  const calls = new CallLog();
  const applyScenario = (change: unknown): void => apply(vcenter, rules, readScenarioChange(change));
  const certificate = await makeCertificate();
  const server = listener({ vcenter, rules, calls, applyScenario }, certificate);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    ready: {
      url: `https://127.0.0.1:${port}/sdk`,
      username: administrator.name,
      password: administrator.password,
      certificate: certificate.file,
      datacenter: datacenterName,
      cluster: clusterName,
      hosts,
      dvs: switchName,
      dvportgroup: dvportgroupName,
      portgroup: portgroupName,
    },
    stats: () => calls.counts(),
    resetStats: () => calls.reset(),
    lastRequests: (operation) => calls.requests(operation),
    applyScenario,
    close: async () => {
      vcenter.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await certificate.remove();
    },
  };
}

function listener(
  doors: Doors,
  { key, cert }: { readonly key: string; readonly cert: string },
): ReturnType<typeof createServer> {
  const server = createServer({ key, cert, keepAliveTimeout: 60_000 }, (request, response) => {
    route(doors, request, response).catch((error: unknown) => {
      process.stderr.write(
        `simulator: ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end('the simulator has a defect, see its stderr');
    });
  });
  return server;
}

const renewLeases = (vcenter: VCenter): void => {
  for (const object of vcenter.all()) if (object instanceof Host) object.network.renewLeases();
};

function apply(vcenter: VCenter, rules: FaultRules, change: ScenarioChange): void {
  const { answers, faults, replaceFaults, withholdEvents, latencyMs, visibilityDelayMs, dhcp, ipv6, wire, restore } =
    change;
  const before: Scenario = vcenter.scenario;
  vcenter.scenario = {
    ...before,
    answers: { ...before.answers, ...answers },
    withholdEvents: withholdEvents ?? before.withholdEvents,
    latencyMs: latencyMs ?? before.latencyMs,
    visibilityDelayMs: visibilityDelayMs ?? before.visibilityDelayMs,
    dhcp: { ...before.dhcp, ...dhcp },
    ipv6: { ...before.ipv6, ...ipv6 },
    wire: { ...before.wire, ...wire },
  };
  if (faults !== undefined || replaceFaults) rules.add(faults ?? [], replaceFaults);
  if (dhcp !== undefined || ipv6 !== undefined) renewLeases(vcenter);
  if (restore !== undefined) {
    vcenter.events.restore(restore.toEventKey, vcenter.scenario.answers.eventKeysReused);
    vcenter.instanceUuid = restore.instanceUuid ?? vcenter.instanceUuid;
    for (const session of [...vcenter.sessions.values()]) vcenter.closeSession(session);
  }
  vcenter.changed();
}
