import { expect, test } from '@jest/globals';
import { StatusLine } from '../../lib/cli/status-line.ts';

const CLEAR = '\r\u001b[2K';

function screen(columns = 80) {
  const written: string[] = [];
  const stream = { columns, write: (text: string) => written.push(text) };
  return { line: new StatusLine(stream), written };
}

test('the line is rewritten in place, and not at all when it is the same', () => {
  const { line, written } = screen();
  for (const text of ['1 of 2', '1 of 2', '2 of 2', '']) line.show(text);
  expect(written).toEqual([`${CLEAR}1 of 2`, `${CLEAR}2 of 2`, CLEAR]);
});

test('what else is printed stands above it, and the line comes back', () => {
  const { line, written } = screen();
  line.show('1 of 2');
  line.above(() => void written.push('esx-1 failed\n'));
  expect(written).toEqual([`${CLEAR}1 of 2`, CLEAR, 'esx-1 failed\n', `${CLEAR}1 of 2`]);
});

test('without a line nothing is written but what is printed', () => {
  const { line, written } = screen();
  line.above(() => void written.push('text\n'));
  expect(written).toEqual(['text\n']);
});

test('a line never reaches the last column, where the terminal would wrap it', () => {
  const { line, written } = screen(10);
  line.show('123456789012');
  expect(written).toEqual([`${CLEAR}12345678…`]);
});

test('on a terminal that does not know how wide it is, a line has 79 columns', () => {
  const { line, written } = screen(0);
  line.show('x'.repeat(90));
  expect(written).toEqual([`${CLEAR}${'x'.repeat(78)}…`]);
});
