/** What the verbs of `settings` return: the JSON of `--output json`, a public contract; see docs/schemas. */
import type { ErrorCode, Problem } from '../errors.ts';
import type { PushedScope, WrittenVersion } from '../reconcile/push-settings.ts';
import type { MemberDifference, ScopeDifference } from '../reconcile/settings-difference.ts';
import type { ExplainedMember, ExplainedScope } from '../reconcile/settings-explained.ts';
import type { ExitCode } from './results.ts';

/** One problem of a tree. */
export interface CheckedProblem {
  readonly severity: 'error' | 'warning';
  readonly code: ErrorCode;
  readonly message: string;
  /** The parameter, or file and key; the file itself. */
  readonly parameter: string;
  /** Of the member; '' is the whole document. */
  readonly path: string;
  /** Of the file, counted from 1; absent for parameters. */
  readonly line?: number;
}

/** The result of `settings check`. */
export interface CheckResult {
  /** The file, or the root of the parameters. */
  readonly source: string;
  readonly documents: number;
  readonly problems: readonly CheckedProblem[];
  /** What was not looked at; absent when all was. */
  readonly notes?: readonly string[];
}

/** The result of `settings explain`. */
export interface ExplainResult {
  readonly host: string;
  readonly datacenter: string;
  /** Absent for a standalone host. */
  readonly cluster?: string;
  /** The nearest last. */
  readonly scopes: readonly ExplainedScope[];
  readonly members: readonly ExplainedMember[];
  readonly problems: readonly Problem[];
}

/** One scope of a difference. */
export interface ShownDifference {
  /** As in the file. */
  readonly scope: string;
  readonly parameter: string;
  readonly status: ScopeDifference['status'];
  /** Of the parameter; absent for one that is not there. */
  readonly version?: number;
  readonly members: readonly MemberDifference[];
}

/** The result of `settings diff`. */
export interface DiffResult {
  readonly vcenter: string;
  readonly file: string;
  readonly scopes: readonly ShownDifference[];
}

/** One scope that `settings push` looked at. */
export interface PushResultScope {
  readonly scope: string;
  readonly parameter: string;
  /** `planned`: a dry run. `left`: only in Parameter Store, and not asked to be deleted. */
  readonly status: PushedScope['status'] | 'planned' | 'left';
  /** Absent for what is left. */
  readonly action?: PushedScope['action'];
  readonly version?: number;
  readonly lost?: readonly WrittenVersion[];
  readonly standing?: readonly WrittenVersion[];
  readonly problems: readonly Problem[];
}

/** The result of `settings push`; scopes that are equal are not in it. */
export interface PushResult {
  readonly vcenter: string;
  readonly file: string;
  readonly scopes: readonly PushResultScope[];
}

/** The result of `settings pull`. */
export interface PullResult {
  readonly vcenter: string;
  /** Absent without `--out`. */
  readonly file?: string;
  /** `unchanged`: the file has that content already. `shown`: on stdout only. */
  readonly status: 'written' | 'unchanged' | 'shown';
  /** What the file has. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Parameters that no host reads, and that are not in the file. */
  readonly problems: readonly Problem[];
}

/** 3 with an error, whatever else there is. */
export function exitCodeOfCheck({ problems }: CheckResult): ExitCode {
  return problems.some(({ severity }) => severity === 'error') ? 3 : 0;
}

/** 2 when anything differs. */
export function exitCodeOfDiff({ scopes }: DiffResult): ExitCode {
  return scopes.every(({ status }) => status === 'equal') ? 0 : 2;
}

/** A failure, or somebody's value that is lost, outweighs a conflict, and that outweighs what is only planned. */
export function exitCodeOfPush({ scopes }: PushResult): ExitCode {
  const isIn = (...statuses: PushResultScope['status'][]) => scopes.some(({ status }) => statuses.includes(status));
  if (isIn('failed') || scopes.some(({ status, problems }) => status === 'written' && problems.length > 0)) return 1;
  if (isIn('conflict')) return 3;
  return isIn('planned') ? 2 : isIn('skipped') ? 1 : 0;
}
