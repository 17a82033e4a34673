/**
 * Whether results have colours: NO_COLOR (no-color.org) outweighs FORCE_COLOR, which outweighs what the terminal can.
 * @param canShow stdout is a terminal that takes them
 */
export function wantsColors(environment: Readonly<Record<string, string | undefined>>, canShow: boolean): boolean {
  if (environment['NO_COLOR']) return false;
  const forced = environment['FORCE_COLOR'];
  return forced === undefined || forced === '' ? canShow : forced !== '0' && forced !== 'false';
}
