/** One page of a replay: as much as one run of the function does. */
import { type HostMessage, type HostReference, MESSAGE_VERSION } from '../contract.ts';
import type { Problem } from '../errors.ts';
import type { ReplayRequest } from './replay-request.ts';
import { emptyReplay, type LeftBehind, type ReplayedHost, type ReplayResult } from './replay-result.ts';

/** Hosts of one page: an answer of a function has 6 MB at most (AWS Lambda quotas). */
export const HOSTS_A_PAGE = 2_000;

/** What a page has done so far. */
export class ReplayPage {
  readonly request: ReplayRequest;
  readonly queued: ReplayedHost[] = [];
  readonly left: LeftBehind[] = [];
  readonly notes: string[] = [];
  readonly problems: Problem[] = [];
  skipped = 0;
  merged = 0;
  next: string | undefined;

  constructor(request: ReplayRequest) {
    this.request = request;
  }

  /** The message that looks at a host for this replay. */
  messageFor(host: HostReference): HostMessage {
    const { vcenter, replay } = this.request;
    return { version: MESSAGE_VERSION, vcenter, host, cause: { kind: 'replay', replay } };
  }

  result(): ReplayResult {
    const { queued, left, notes, problems, skipped, merged, next } = this;
    return {
      ...emptyReplay(this.request),
      ...{ queued, left, skipped, merged, notes, problems },
      ...(next === undefined ? {} : { next }),
    };
  }
}
