import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { renderTable } from '../../lib/cli/table.ts';

const COLUMNS = [{ title: 'HOST', isWhole: true }, { title: 'STEPS', align: 'right' }, { title: 'CAUSE' }] as const;
const ROWS = [
  ['esx-021.corp.example', '3', 'Gateway 10.99.0.1 lies outside the subnet 10.20.0.0/24 of the adapter'],
  ['esx-1', '12', ''],
];
const plain = (width?: number) => renderTable(COLUMNS, ROWS, { width, hasColors: false });

describe('a table', () => {
  test('is as wide as its cells where there is no terminal, and no line ends in blanks', () => {
    expect(plain().split('\n')).toEqual([
      'HOST                  STEPS  CAUSE',
      'esx-021.corp.example      3  Gateway 10.99.0.1 lies outside the subnet 10.20.0.0/24 of the adapter',
      'esx-1                    12',
    ]);
  });

  test('is cut to the terminal, and never in a column that is whole', () => {
    expect(plain(50).split('\n')).toEqual([
      'HOST                  STEPS  CAUSE',
      'esx-021.corp.example      3  Gateway 10.99.0.1 li…',
      'esx-1                    12',
    ]);
  });

  test('too narrow for its whole columns is left to the terminal', () => {
    expect(plain(10).split('\n')[1]).toBe('esx-021.corp.example      3  Gateway…');
  });

  test('counts wide characters twice', () => {
    const rows = [
      ['主机-一', 'a'],
      ['esx', 'b'],
    ];
    const lines = renderTable([{ title: 'N' }, { title: 'X' }], rows, { width: undefined, hasColors: false });
    expect(lines.split('\n')).toEqual(['N        X', '主机-一  a', 'esx      b']);
  });

  test('has its colours outside the padding', () => {
    const rows = [[{ text: 'ok', color: 'green' } as const, 'x']];
    const text = renderTable([{ title: 'STATUS' }, { title: 'X' }], rows, { width: 80, hasColors: true });
    expect(text.split('\n')[1]).toBe('\u001b[32mok\u001b[39m      x');
    expect(stripVTControlCharacters(text)).toBe('STATUS  X\nok      x');
  });

  test('takes control characters out of a cell', () => {
    const text = renderTable([{ title: 'N' }], [['a\u001b[2Jb\nc']], { width: undefined, hasColors: false });
    expect(text).toBe('N\na [2Jb c');
  });
});
