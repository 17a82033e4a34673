/** Tables for terminals: columns as wide as their cells, and cut to the width of the terminal, if there is one. */
import { type Color, paint } from './paint.ts';
import { cutToWidth, textWidth } from './text-width.ts';

/** One cell: plain text without colours of its own. */
export type Cell = string | { readonly text: string; readonly color?: Color | undefined };

/** The cells of one line, one a column; missing ones are empty. */
export type Row = readonly Cell[];

/** One column. */
export interface Column {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly align?: 'right';
  /** Never cut: a name that is to be copied. */
  readonly isWhole?: boolean;
}

/** Where the table is shown. */
export interface TableSurroundings {
  /** Columns of the terminal; undefined: no terminal, nothing is cut. */
  readonly width?: number | undefined;
  readonly hasColors: boolean;
}

const GAP = '  ';
/** Less of a text says nothing. */
const NARROWEST = 8;

/**
 * A header and a line a row. Where they are too wide, the widest columns give way, those that are whole excepted; what
 * then still does not fit is left to the terminal to wrap.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly Row[],
  { width, hasColors }: TableSurroundings,
): string {
  const header: Row = columns.map(({ title }) => ({ text: title, color: 'bold' }));
  const lines = [header, ...rows].map((row) => columns.map((_, index) => plainCell(row[index])));
  const widths = fitted(columns, naturalWidths(lines), width);
  return lines.map((line) => renderLine(line, columns, widths, hasColors)).join('\n');
}

interface PlainCell {
  readonly text: string;
  readonly color: Color | undefined;
}

/** A name of vCenter's may hold anything; a control character would write elsewhere on the terminal. */
function plainCell(cell: Cell = ''): PlainCell {
  const { text, color } = typeof cell === 'string' ? { text: cell, color: undefined } : cell;
  return { text: text.replace(/\p{Cc}+/gu, ' '), color };
}

function naturalWidths(lines: readonly (readonly PlainCell[])[]): number[] {
  const [header = []] = lines;
  return header.map((_, index) =>
    lines.reduce((widest, line) => Math.max(widest, textWidth(line[index]?.text ?? '')), 0),
  );
}

function fitted(columns: readonly Column[], natural: readonly number[], width: number | undefined): number[] {
  const widths = [...natural];
  if (width === undefined) return widths;
  const total = () => widths.reduce((sum, each) => sum + each, GAP.length * (widths.length - 1));
  while (total() > width) {
    const widest = widths.reduce((best, each, index) => {
      const mayGive = !columns[index]?.isWhole && each > NARROWEST;
      return mayGive && each > (widths[best] ?? 0) ? index : best;
    }, -1);
    if (widest === -1) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function renderLine(
  line: readonly PlainCell[],
  columns: readonly Column[],
  widths: readonly number[],
  hasColors: boolean,
): string {
  const cells = line.map(({ text, color }, index) => {
    const width = widths[index] ?? 0;
    const cut = cutToWidth(text, width);
    const padding = ' '.repeat(Math.max(0, width - textWidth(cut)));
    const shown = paint(cut, color, hasColors);
    if (columns[index]?.align === 'right') return `${padding}${shown}`;
    return index === columns.length - 1 ? shown : `${shown}${padding}`;
  });
  return cells.join(GAP).trimEnd();
}
