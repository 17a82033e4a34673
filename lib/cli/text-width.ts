/** How many columns of a terminal a text takes. */
import { eastAsianWidth } from 'get-east-asian-width';

const graphemes = new Intl.Segmenter();

/** @param text without line breaks @returns columns: two for a wide character or an emoji, none for a mark on another */
export function textWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The text within so many columns, with an ellipsis where it was cut. */
export function cutToWidth(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = '';
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += graphemeWidth(segment);
    if (used > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

function graphemeWidth(grapheme: string): number {
  if (/^[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Mark}]+$/u.test(grapheme)) return 0;
  // U+FE0F asks for the emoji of a character that is text otherwise
  if (/^\p{Emoji_Presentation}|\u{FE0F}/u.test(grapheme)) return 2;
  return eastAsianWidth(grapheme.codePointAt(0) ?? 0);
}
