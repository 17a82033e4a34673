/** Lists that say no more than a person reads. */

/** A row holds 400 KB and keeps the outcome beside the alert; a person reads less. */
const LONGEST_LINE = 4_000;
const MOST_LINES = 40;

/** `esx-1, esx-2 and 3 more`. */
export function someOf(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** A paragraph of a text: an empty line, its title, a line each; nothing where there is no line. */
export function section(title: string, lines: readonly string[], most = MOST_LINES): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, most).map((line) => `  ${line.slice(0, LONGEST_LINE)}`);
  return ['', `${title}:`, ...shown, ...(lines.length > most ? [`  and ${lines.length - most} more`] : [])];
}
