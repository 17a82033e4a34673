/** Values in the answers of esxcli; columns are named as its printed tables name them. */
import { OnboardingError } from '../errors.ts';
import type { PingReply } from '../reconcile/host-commands.ts';
import type { RouteEntry } from '../reconcile/state.ts';
import type { AnswerElement } from './esxcli-answers.ts';
import { present } from './present.ts';

/** The parameters of each command of a namespace, in order: `method[]{name, param[]{name}}` (vim.CLIInfo). */
export function commandParameters(info: AnswerElement): ReadonlyMap<string, readonly string[]> {
  return new Map(
    info
      .children('method')
      .map((method) => [
        method.field('name') ?? '',
        method.children('param').flatMap((parameter) => parameter.field('name') ?? []),
      ]),
  );
}

/**
 * The values of the one column of `network ip dns server list` and `search list`.
 * @throws reply-unreadable for an answer that has other columns only
 */
export function columnValues(answer: AnswerElement, column: string): string[] {
  const records = answer.records();
  if (records.length > 0 && records.every((record) => record.children(column).length === 0)) throw without(column);
  // the printed table has them in one cell, with commas between
  const cells = records.flatMap((record) => record.texts(column));
  return cells.flatMap((cell) => cell.split(/[\s,]+/)).filter((value) => value !== '');
}

/**
 * The rows of `network ip route ipv4 list` or `ipv6 list`.
 * @param unspecified `0.0.0.0` or `::`: the network of the default route, and the gateway of a connected one
 * @throws reply-unreadable for a row without network or prefix length
 */
export function routeEntries(answer: AnswerElement, unspecified: string): RouteEntry[] {
  return answer.records().map((record) => {
    const cell = record.field('Network');
    if (cell === undefined) throw without('Network');
    const [network = '', length] = cell === 'default' ? [unspecified, '0'] : cell.split('/');
    const prefixLength = length ?? record.field('Prefix', 'PrefixLength') ?? lengthOfMask(record.field('Netmask'));
    return {
      network,
      prefixLength: integer(prefixLength, 'Prefix'),
      gateway: record.field('Gateway') ?? unspecified,
      ...present({ deviceName: record.field('Interface') }),
    };
  });
}

/**
 * What `network diag ping` counted. `Recieved` is the platform's spelling.
 * @throws reply-unreadable for an answer without its two counts
 */
export function pingCounts(answer: AnswerElement): Pick<PingReply, 'transmitted' | 'received'> {
  const [summary] = answer.descendants('Summary');
  return {
    transmitted: integer(summary?.field('Transmitted'), 'Transmitted'),
    received: integer(summary?.field('Recieved', 'Received'), 'Recieved'),
  };
}

function lengthOfMask(mask: string | undefined): string | undefined {
  const bits = mask
    ?.split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
  return bits !== undefined && /^(?=.{32}$)1*0*$/.test(bits) ? String(bits.replaceAll('0', '').length) : undefined;
}

function integer(text: string | undefined, column: string): number {
  if (text === undefined || !/^\d+$/.test(text)) throw without(column);
  return Number(text);
}

function without(column: string): OnboardingError {
  return new OnboardingError('reply-unreadable', `The answer to ExecuteSoap has no ${column} that can be read.`);
}
