/** Colours, and which one a status has. */
import { styleText } from 'node:util';

/** The colours in use. */
export type Color = 'green' | 'yellow' | 'red' | 'dim' | 'bold';

const STATUS_COLORS: Readonly<Record<string, Color>> = {
  unchanged: 'green',
  converged: 'green',
  changes: 'yellow',
  reported: 'yellow',
  degraded: 'yellow',
  deferred: 'yellow',
  excluded: 'dim',
  refused: 'red',
  failed: 'red',
  gone: 'dim',
  released: 'green',
  candidate: 'yellow',
  unclaimed: 'dim',
};

/** @returns the colour of a status; undefined for one that has none */
export function statusColor(status: string): Color | undefined {
  return STATUS_COLORS[status];
}

/** The text in the colour, where colours are taken. */
export function paint(text: string, color: Color | undefined, hasColors: boolean): string {
  return hasColors && color !== undefined ? styleText(color, text, { validateStream: false }) : text;
}
