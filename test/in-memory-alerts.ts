/** The windows of alerts as values in memory, with the conditions that the table holds. */
import type { HostReference } from '../lib/contract.ts';
import {
  ALERTS_A_WINDOW,
  type AlertWindow,
  type AlertWindowStore,
  WINDOW_MILLISECONDS,
} from '../lib/reconcile/alert-windows.ts';
import { CallLog } from './call-log.ts';

export class InMemoryAlertWindows implements AlertWindowStore {
  readonly calls = new CallLog();
  readonly windows = new Map<string, AlertWindow>();

  admit = (vcenter: string, code: string, host: HostReference, now: Date) =>
    this.calls.run('admit', (): 'tell' | 'hold' => {
      const found = this.windows.get(`${vcenter}/${code}`);
      const isOver = found !== undefined && endOf(found) <= now.getTime();
      const isNew = found === undefined || (isOver && found.held.length === 0);
      const window = isNew ? { vcenter, code, startedAt: now.toISOString(), told: [], held: [] } : found;
      const isTold = window.told.some(({ moref }) => moref === host.moref);
      const tells = (isNew || !isOver) && (isTold || window.told.length < ALERTS_A_WINDOW);
      const without = (hosts: readonly HostReference[]) => hosts.filter(({ moref }) => moref !== host.moref);
      this.windows.set(
        `${vcenter}/${code}`,
        tells
          ? { ...window, told: [...without(window.told), host] }
          : { ...window, held: [...without(window.held), host] },
      );
      return tells ? 'tell' : 'hold';
    });
  withdraw = (vcenter: string, code: string, host: HostReference) =>
    this.calls.run('withdraw', () => {
      const window = this.windows.get(`${vcenter}/${code}`);
      const held = window?.held.filter(({ moref }) => moref !== host.moref) ?? [];
      if (window === undefined || held.length === window.held.length) return false;
      this.windows.set(`${vcenter}/${code}`, { ...window, held });
      return true;
    });
  ended = (vcenter: string, now: Date) =>
    this.calls.run('ended', () =>
      [...this.windows.values()].filter(
        (window) => window.vcenter === vcenter && window.held.length > 0 && endOf(window) <= now.getTime(),
      ),
    );
  close = ({ vcenter, code, held }: AlertWindow) =>
    this.calls.run('close', () => {
      const window = this.windows.get(`${vcenter}/${code}`);
      const told = held.map(({ moref }) => moref);
      if (window === undefined) return;
      const left = window.held.filter(({ moref }) => !told.includes(moref));
      this.windows.set(`${vcenter}/${code}`, { ...window, held: left });
    });
}

function endOf({ startedAt }: AlertWindow): number {
  return Date.parse(startedAt) + WINDOW_MILLISECONDS;
}
