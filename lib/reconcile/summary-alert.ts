/** One alert for many hosts. */
import { createHash } from 'node:crypto';
import type { HostReference } from '../contract.ts';
import type { Alert } from './alert.ts';
import type { AlertWindow } from './alert-windows.ts';
import { section } from './and-more.ts';
import { replayCodeCommands } from './next-command.ts';

/** More is for a list, not for a mail. */
const MOST_HOSTS = 200;

/** Of a window that has ended. */
export function summaryAlert({ vcenter, code, startedAt, told, held }: AlertWindow, now: Date): Alert {
  const count = told.length + held.length;
  const hasRecovered = code === 'recovered';
  const what = hasRecovered ? 'are right again' : `ended with ${code}`;
  return {
    id: `summary/${vcenter}/${code}/${startedAt}/${digestOf(held)}`,
    kind: 'summary',
    vcenter,
    subject: `${count} hosts of ${vcenter} ${what}`,
    text: [
      `vCenter:  ${vcenter}`,
      `Hosts:    ${count}`,
      `Code:     ${code}`,
      `Since:    ${startedAt}`,
      ...list(`The first ${told.length}, told of one by one`, told),
      ...list(`The other ${held.length}`, held),
    ].join('\n'),
    commands: hasRecovered ? [] : replayCodeCommands(code, vcenter),
    at: now.toISOString(),
    code,
  };
}

/** Of one window there are two summaries when hosts were held while the first one was sent. */
function digestOf(hosts: readonly HostReference[]): string {
  const morefs = hosts.map(({ moref }) => moref).toSorted();
  return createHash('sha256').update(morefs.join(' ')).digest('hex').slice(0, 12);
}

function list(title: string, hosts: readonly HostReference[]): string[] {
  return section(title, hosts.map(({ name }) => name).toSorted(), MOST_HOSTS);
}
