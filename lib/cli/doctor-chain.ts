/** The links of the chain, looked at one after the other; what hangs on a broken one is skipped. */
import { type ErrorCode, OnboardingError, OnboardingErrors } from '../errors.ts';

/** The links that others hang on. */
export const PLACE = 'deployment';
export const LOG_IN = 'log-in';
export const HOSTS = 'hosts';

/** More names of hosts and portgroups than these say no more. */
export const NAMES_SHOWN = 5;

/** `skipped`: it was not looked at, and `detail` says why. */
export type LinkStatus = 'ok' | 'warning' | 'broken' | 'skipped';

/** What was found of a link. */
export interface Finding {
  readonly status: LinkStatus;
  /** What was found, or why it was not looked at. */
  readonly detail: string;
  /** What to do; where there is something to do. */
  readonly fix?: string;
  /** Of the error that was met. */
  readonly code?: ErrorCode;
}

/** A link of the chain. */
export interface Link extends Finding {
  readonly link: string;
}

/** See the head of the file. */
export class Chain {
  readonly links: Link[] = [];

  /**
   * Looks at a link.
   * @param needs links that have to be right, or a worry at most
   * @param look an error of ours is a broken link
   */
  async check(link: string, needs: readonly string[], look: () => Promise<Finding>): Promise<void> {
    const missing = needs.find((each) => !this.holds(each));
    const finding: Finding =
      missing === undefined ? await findingOf(look) : { status: 'skipped', detail: `it needs: ${missing}` };
    this.links.push({ link, ...finding });
  }

  /** Whether others may hang on the link. */
  holds(link: string): boolean {
    const found = this.links.find((each) => each.link === link);
    return found?.status === 'ok' || found?.status === 'warning';
  }
}

async function findingOf(look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof OnboardingError)) throw error;
    return broken(error);
  }
}

/** The finding that an error is. */
export function broken(error: OnboardingError): Finding {
  const fixes = error instanceof OnboardingErrors ? error.errors.map(({ next }) => next) : [error.next];
  return { status: 'broken', detail: error.message, fix: [...new Set(fixes)].join(' '), code: error.code };
}

/** A link that is right. */
export function ok(detail: string): Finding {
  return { status: 'ok', detail };
}

/** A link that holds, and somebody should look at. */
export function warning(detail: string, fix: string): Finding {
  return { status: 'warning', detail, fix };
}
