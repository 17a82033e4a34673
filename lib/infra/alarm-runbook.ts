/** Every alarm, and what it says; `docs/operations.md` has a heading for each: `Alarm dead-letters`. */
export const ALARMS = {
  'dead-letters': 'Messages that nobody could work on are in the dead-letter queue.',
  'oldest-message': 'A message has waited for more than half an hour.',
  'forwarder-silent': "For five minutes nobody has looked at vCenter's events.",
  'forwarder-behind': "vCenter's events are found more than five minutes late.",
  'login-refused': 'vCenter refuses the log-in.',
  halted: 'The brake is on: hosts wait that would be written to.',
  'pool-low': 'A pool has few addresses left.',
  drift: 'Hosts are not as their settings say, and nothing is done about it by itself.',
  'sweep-overdue': 'For three intervals no sweep has come to its end.',
  'refused-events': 'Events of other forwarders could not be accepted.',
  'function-errors': 'A function ends with errors.',
  'function-throttled': 'AWS does not start a function: the account has no concurrency left.',
} as const;

/** The name of an alarm. */
export type AlarmName = keyof typeof ALARMS;

/** The heading of an alarm, as an anchor. */
export function runbookAnchor(alarm: AlarmName): string {
  return `alarm-${alarm}`;
}
