/** A connection to a scripted server. */
import { afterEach } from '@jest/globals';
import type { Clock, Log, Vcenter } from '../../lib/reconcile/ports.ts';
import { connectVcenter, type InspectedVcenter, type VcenterOptions } from '../../lib/vsphere/vcenter.ts';
import type { ScriptedVcenter } from './scripted-vcenter.ts';

/** A password that no error may show. */
export const PASSWORD = 'p4ss-geheim';

/** A clock that a test moves. */
export class ManualClock implements Clock {
  time = new Date('2026-01-15T10:00:00Z');
  now(): Date {
    return this.time;
  }
  async sleep(milliseconds: number): Promise<void> {
    this.time = new Date(this.time.getTime() + milliseconds);
  }
}

/** A log that keeps what it was told. */
export class KeptLog implements Log {
  readonly lines: string[] = [];
  debug(): void {}
  info(message: string): void {
    this.lines.push(message);
  }
  warn(message: string): void {
    this.lines.push(message);
  }
  error(message: string): void {
    this.lines.push(message);
  }
}

const open: Vcenter[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((vcenter) => vcenter.close()));
});

/** The vCenter, closed after the test; trusted by its own certificate unless told otherwise. */
export function connectTo(server: ScriptedVcenter, options: Partial<VcenterOptions> = {}): InspectedVcenter {
  const vcenter = connectVcenter({
    name: 'vc01',
    endpoint: server.url,
    ca: server.certificate.cert,
    credentials: async () => ({ username: 'svc', password: PASSWORD }),
    clock: new ManualClock(),
    log: new KeptLog(),
    ...options,
  });
  open.push(vcenter);
  return vcenter;
}
