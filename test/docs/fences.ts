/** The commands of a page, and what it says that they print. */

/** A fence that is run: everything in it, as one shell reads it. */
export interface CommandFence {
  /** Line of the page on which its first command stands. */
  readonly line: number;
  readonly text: string;
  /** What the next `text` fence says that it prints; absent: the page says nothing. */
  readonly output?: string;
}

/** @param page Markdown @returns its `sh` fences; `console` fences show what cannot be run everywhere */
export function commandFences(page: string): CommandFence[] {
  const fences = [...page.matchAll(/^```([a-z]*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1],
    text: match[2] ?? '',
    line: page.slice(0, match.index).split('\n').length + 1,
    end: (match.index ?? 0) + match[0].length,
    begin: match.index ?? 0,
  }));
  return fences.flatMap(({ language, text, line, end }, index) => {
    if (language !== 'sh') return [];
    const next = fences[index + 1];
    // a paragraph between the two is about something else
    const isOutput = next?.language === 'text' && page.slice(end, next.begin).trim() === '';
    return [{ line, text, ...(isOutput ? { output: next.text } : {}) }];
  });
}

/** What differs from one run to the next, and is not looked at; anything else has to be as the page says. */
const WILDCARDS: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>'],
  [/\b\d\d:\d\d:\d\d\b/g, '<clock>'],
  [/\b\d+(\.\d+)? (ms|s)\b/g, '<duration>'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>'],
  [/vcenter-simulator-\w+/g, 'vcenter-simulator-<folder>'],
];

/** Lines that are there or not: npm's banner, and a host that was on its switch when it was looked at first, or was not. */
const NOW_AND_THEN: readonly RegExp[] = [/^> /, /^ {2}\S+ +deferred$/, /is not on the switch of portgroup/];

/** Lines without what differs, and sorted: hosts run in parallel. */
export function comparable(output: string): string[] {
  const told = WILDCARDS.reduce((text, [pattern, name]) => text.replace(pattern, name), output);
  return told
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !NOW_AND_THEN.some((pattern) => pattern.test(line)))
    .toSorted();
}
