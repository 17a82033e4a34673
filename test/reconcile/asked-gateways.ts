/** A host of which the gateway is asked, and may be silent. */
import { document, stored } from '../builders.ts';
import { type Workshop, workshop } from '../workshop.ts';

export type Over = Parameters<typeof document>[0];

export const shopFor = (pingGateway: 'off' | 'warn' | 'require', over: Over = {}) =>
  workshop({ documents: [stored(document({ verify: { pingGateway }, ...over }))] });

export const pingsOf = ({ vcenter }: Workshop) => vcenter.commands.pings;

export const silent = (shop: Workshop, ...gateways: string[]) => {
  for (const gateway of gateways) shop.vcenter.commands.unreachable.add(gateway);
  return shop;
};
