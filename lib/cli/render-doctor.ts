/** What `doctor` found, as text: a line a link, its cure below it, then the ways of NFC. */
import { someOf } from '../reconcile/and-more.ts';
import type { EndpointKind } from '../reconcile/nfc-endpoint.ts';
import type { Link, LinkStatus } from './doctor-chain.ts';
import type { DoctorResult, NfcGroupResult } from './doctor-result.ts';
import { type Color, paint } from './paint.ts';

const COLORS: Readonly<Record<LinkStatus, Color>> = { ok: 'green', warning: 'yellow', broken: 'red', skipped: 'dim' };

const ENDS: Readonly<Record<EndpointKind, string>> = {
  stack: 'provisioning stack',
  service: 'provisioning service of the default stack',
  management: 'management',
};

/** More names of a group than these say no more. */
const NAMES_SHOWN = 4;

/** More ways than these are told together where they are alike: sixty racks have two thousand. */
const MOST_WAYS = 20;
const PAIRS_SHOWN = 4;

/** @param hasColors whether the terminal takes them */
export function renderDoctor({ links, paths }: DoctorResult, hasColors: boolean): string {
  const width = Math.max(...links.map(({ link }) => link.length));
  return [
    ...links.flatMap((link) => linkLines(link, width, hasColors)),
    ...(paths === undefined ? [] : ['', ...pathLines(paths)]),
    '',
    sumLine(links),
  ].join('\n');
}

function linkLines({ link, status, detail, fix, code }: Link, width: number, hasColors: boolean): string[] {
  const mark = paint(status.padEnd(7), COLORS[status], hasColors);
  const head = `${mark}  ${link.padEnd(width)}  ${detail}${code === undefined ? '' : ` [${code}]`}`;
  return fix === undefined ? [head] : [head, `${' '.repeat(width + 11)}-> ${fix}`];
}

function pathLines({ groups, between }: NonNullable<DoctorResult['paths']>): string[] {
  const letters = groups.map((_, index) => letterOf(index));
  return [
    'Which way NFC takes (cold migration, clone, snapshot):',
    ...groups.map((group, index) => `  ${letters[index]}  ${groupText(group)}`),
    ...(between.length > MOST_WAYS ? alikeLines(between, letters) : between.flatMap((way) => wayLines(way, letters))),
  ];
}

type Way = NonNullable<DoctorResult['paths']>['between'][number];

function wayLines(way: Way, letters: readonly string[]): string[] {
  return [`  ${pairText(way, letters)}: ${verdictText(way)}`, ...way.reasons.map((reason) => `     ${reason}`)];
}

/** A line for all that have the same verdict, with the reasons of the first. */
function alikeLines(ways: readonly Way[], letters: readonly string[]): string[] {
  const byVerdict = Map.groupBy(ways, verdictText);
  return [...byVerdict].flatMap(([verdict, those]) => {
    const shown = those.slice(0, PAIRS_SHOWN).map((way) => pairText(way, letters));
    const more = those.length - shown.length;
    const reasons = those[0]?.reasons ?? [];
    return [
      `  ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}: ${verdict}`,
      ...reasons.map((reason) => `     ${reason}`),
    ];
  });
}

function pairText({ between: [one, other] }: Way, letters: readonly string[]): string {
  return one === other ? `within ${letters[one]}` : `${letters[one]} and ${letters[other]}`;
}

function verdictText({ verdict, isRouted }: Way): string {
  return `${verdict}${isRouted && verdict !== 'none' ? ', by a router: possible, and not proven' : ''}`;
}

function groupText({ hosts, endpoint }: NfcGroupResult): string {
  const names = someOf(hosts, NAMES_SHOWN);
  if (endpoint === undefined) return `${names}: unknown`;
  const { kind, device, addresses } = endpoint;
  const first = hosts.length === 1 ? addresses.join(', ') || 'no address' : '';
  return `${names}: ${device}${first === '' ? '' : ` ${first}`}, ${ENDS[kind]}`;
}

/** A, B, … Z, AA, AB, … */
function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${letterOf(Math.floor(index / 26) - 1)}${last}`;
}

function sumLine(links: readonly Link[]): string {
  const count = (status: LinkStatus) => links.filter((link) => link.status === status).length;
  const parts = (['broken', 'warning', 'skipped', 'ok'] as const)
    .filter((status) => count(status) > 0)
    .map((status) => `${count(status)} ${status}`);
  return `Links: ${parts.join(', ')}.`;
}
