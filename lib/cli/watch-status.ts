/** `status --watch`: looks again and again until Ctrl-C; a terminal is redrawn, anything else gets a line a change. */
import { OnboardingError } from '../errors.ts';
import type { Clock } from '../reconcile/ports.ts';
import type { Console } from './console.ts';
import { causeOf, type FleetHost } from './fleet.ts';
import { renderError } from './render.ts';
import { renderStatus } from './render-status.ts';
import type { StatusResult } from './status-result.ts';
import { brakeText, countsText, hostsText, statusText } from './status-texts.ts';

/** Cursor home, and everything from there on cleared (ECMA-48 CUP and ED): no flicker, and the scroll-back stays. */
const REDRAW = '\x1b[H\x1b[J';

/** Ends when the console is stopping; what cannot be read is told, and tried again. */
export async function watchStatus(
  look: () => Promise<StatusResult>,
  pauseMilliseconds: number,
  console: Console,
  clock: Clock,
): Promise<void> {
  let last: StatusResult | undefined;
  while (!console.stopping.aborted) {
    const result = await lookOnce(look, console);
    if (result !== undefined) {
      show(result, last, console);
      tellProblems(result, last, console);
      last = result;
    }
    await clock.sleep(pauseMilliseconds, console.stopping);
  }
}

async function lookOnce(look: () => Promise<StatusResult>, console: Console): Promise<StatusResult | undefined> {
  try {
    return await look();
  } catch (error) {
    // a name that is wrong stays wrong
    if (!(error instanceof OnboardingError) || error.status === 'usage') throw error;
    console.writeTalk(renderError(error));
    return undefined;
  }
}

/** A terminal has them in the sum. */
function tellProblems({ problems }: StatusResult, last: StatusResult | undefined, console: Console): void {
  if (console.width !== undefined) return;
  const known = last?.problems.map(({ code }) => code) ?? [];
  for (const { code, message } of problems) {
    if (!known.includes(code)) console.writeTalk(`warning: ${message} [${code}]`);
  }
}

function show(result: StatusResult, last: StatusResult | undefined, console: Console): void {
  const { width, hasColors } = console;
  if (width !== undefined) {
    console.writeResult(`${REDRAW}${renderStatus(result, { width, hasColors })}`);
    return;
  }
  const lines = last === undefined ? [firstLine(result)] : changesOf(last, result);
  for (const line of lines) console.writeResult(`${result.madeAt.slice(0, 19)}Z ${line}`);
}

function firstLine({ vcenter, total, counts, brakes }: StatusResult): string {
  const halted = brakes.map((brake) => ` ${brakeText(brake, vcenter)}`).join('');
  return `${vcenter}: ${hostsText(total)}: ${countsText(counts)}.${halted}`;
}

/** One line each for what is not as it was: hosts that came, went or have another status or reason, and the brake. */
export function changesOf(before: StatusResult, after: StatusResult): string[] {
  const [known, seen] = [byMoref(before), byMoref(after)];
  const changed = after.hosts.flatMap((host) => {
    const last = known.get(host.moref);
    if (last !== undefined && signOf(last) === signOf(host)) return [];
    const cause = causeOf(host);
    const was = last === undefined ? '' : `${statusText(last)} -> `;
    return [`${host.host} ${was}${statusText(host)}${cause === '' ? '' : ` ${cause}`}`];
  });
  const left = before.hosts.filter(({ moref }) => !seen.has(moref)).map(({ host }) => `${host} is no longer shown`);
  return [...changed, ...left, ...brakeChanges(before, after)];
}

function brakeChanges(before: StatusResult, after: StatusResult): string[] {
  const isNew = (brake: StatusResult['brakes'][number]) =>
    !before.brakes.some(({ haltedAt }) => haltedAt === brake.haltedAt);
  const lifted = before.brakes.length > 0 && after.brakes.length === 0 ? ['The brake is off.'] : [];
  return [...after.brakes.filter(isNew).map((brake) => brakeText(brake, after.vcenter)), ...lifted];
}

function byMoref({ hosts }: StatusResult): ReadonlyMap<string, FleetHost> {
  return new Map(hosts.map((host) => [host.moref, host]));
}

function signOf(host: FleetHost): string {
  const { address, gateway, dueAt } = host;
  return JSON.stringify([statusText(host), host.problems.map(({ code }) => code), address, gateway, dueAt]);
}
