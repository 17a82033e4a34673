/** What people are told, before it is laid out for mail and chat. Never holds a secret: it is made of outcomes. */
import type { HostReference } from '../contract.ts';

/** `trouble` and `recovered` are of one host; a `summary` stands for many; a `notice` is of a vCenter or an event. */
export type AlertKind = 'trouble' | 'recovered' | 'summary' | 'notice';

/** Where the host of an alert is. */
export interface AlertedHost extends HostReference {
  readonly datacenter?: string;
  readonly cluster?: string;
}

/** One alert. */
export interface Alert {
  /** The same for the same news: whoever gets it twice can tell. */
  readonly id: string;
  readonly kind: AlertKind;
  readonly vcenter: string;
  /** One line: the subject of a mail, the title in a chat. */
  readonly subject: string;
  /** What happened, in lines. */
  readonly text: string;
  /** What to type next, in order, exactly. */
  readonly commands: readonly string[];
  /** ISO: when it happened. */
  readonly at: string;
  readonly host?: AlertedHost;
  /** An error code, or `recovered`: what alerts are counted by. */
  readonly code?: string;
  /** See {@link ToldCause}; of `trouble`. */
  readonly cause?: string;
  /** The codes of which people had been told; of `recovered`. */
  readonly recoveredFrom?: readonly string[];
}

/** One reason for which people were told of a host, to know it again by. */
export interface ToldCause {
  /** Status, codes and words, without what differs from run to run. */
  readonly cause: string;
  readonly code: string;
}

/** What is still to be told of a host. */
export interface Untold {
  /** ISO: from when on a tick tells it; a run that has just written it tells it itself. */
  readonly dueAt: string;
  readonly alert?: Alert;
  /** The outcome did not get to the bus. */
  readonly result?: true;
}

/** An alert that is no outcome of one host. */
export interface Notice {
  readonly vcenter: string;
  readonly subject: string;
  readonly text: string;
  readonly commands?: readonly string[];
  /** Tells two notices with one subject apart; without it they are as different as their times. */
  readonly key?: string;
}

/** @param at when it happened */
export function noticeAlert({ vcenter, subject, text, commands = [], key }: Notice, at: Date): Alert {
  const time = at.toISOString();
  return {
    id: `notice/${vcenter}/${subject}/${key ?? time}`,
    kind: 'notice',
    vcenter,
    subject,
    text,
    commands,
    at: time,
  };
}
