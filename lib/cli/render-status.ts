/** The fleet as text. */
import { resumeCommand } from '../reconcile/next-command.ts';
import { causeOf, type FleetHost } from './fleet.ts';
import type { HostStory } from './fleet-story.ts';
import { paint } from './paint.ts';
import { renderStory } from './render-story.ts';
import type { StatusResult } from './status-result.ts';
import { brakeText, fleetColor, minuteOf, settingsText, statusText, sumLines } from './status-texts.ts';
import { type Cell, type Column, renderTable, type TableSurroundings } from './table.ts';

/** Nothing is known. */
const NOTHING = '-';

/** Below this the columns that are least asked for are left out: names and addresses are to stay whole. */
const WIDE = 110;

interface FleetColumn extends Column {
  readonly isForWide?: boolean;
  cellOf(host: FleetHost): Cell;
}

const COLUMNS: readonly FleetColumn[] = [
  { title: 'HOST', isWhole: true, cellOf: ({ host }) => host },
  { title: 'CLUSTER', cellOf: ({ cluster }) => cluster ?? NOTHING },
  { title: 'STATUS', cellOf: (host) => ({ text: statusText(host), color: fleetColor(host.status) }) },
  { title: 'ADDRESS', isWhole: true, cellOf: ({ address }) => address ?? NOTHING },
  { title: 'GATEWAY', isForWide: true, cellOf: ({ gateway }) => gateway ?? NOTHING },
  { title: 'SINCE', cellOf: ({ since }) => minuteOf(since) || NOTHING },
  { title: 'SETTINGS', isForWide: true, cellOf: (host) => settingsText(host) || NOTHING },
  { title: 'CAUSE', cellOf: causeOf },
];

/** What is wrong with all of it first, then the hosts, then the sum. */
export function renderStatus(result: StatusResult, surroundings: TableSurroundings): string {
  const { hosts } = result;
  const stories = hosts.filter((host): host is HostStory => 'next' in host);
  const shown =
    stories.length > 0
      ? stories.map((story) => renderStory(story, result.madeAt, surroundings.hasColors))
      : [fleetTable(hosts, surroundings)];
  return [...brakeLines(result, surroundings.hasColors), ...shown, '', ...sumLines(result)].join('\n');
}

function brakeLines({ brakes, vcenter, sources }: StatusResult, hasColors: boolean): string[] {
  if (brakes.length === 0) return [];
  const lines = brakes.map((brake) => paint(brakeText(brake, vcenter), 'red', hasColors));
  // beside a "run" it is found by what `status` was called with
  const command = sources.place === 'run' ? 'provisioning-stack resume' : resumeCommand({ vcenter });
  return [...lines, `Look at these hosts, then correct the settings or lift the brake: ${command}`, ''];
}

function fleetTable(hosts: StatusResult['hosts'], surroundings: TableSurroundings): string {
  const { width } = surroundings;
  const columns = COLUMNS.filter(({ isForWide }) => !isForWide || width === undefined || width >= WIDE);
  const rows = hosts.map((host) => columns.map(({ cellOf }) => cellOf(host)));
  return renderTable(columns, rows, surroundings);
}
