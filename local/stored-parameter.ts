/** A parameter with its versions, as Parameter Store keeps them. */
import { createHash } from 'node:crypto';

/** One version of a parameter. */
export interface ParameterVersion {
  readonly version: number;
  readonly value: string;
  readonly tier: 'Standard' | 'Advanced';
  readonly modifiedAt: Date;
}

/** The same settings are the same version after a restart, and others are another: what was not put has no count. */
export function versionOf(value: string): number {
  return Number.parseInt(createHash('sha256').update(value).digest('hex').slice(0, 6), 16);
}

/** SSM API reference, PutParameter: 4 KB of text in the standard tier, 8 KB in the advanced one. */
export const TIER_BYTES = { Standard: 4096, Advanced: 8192 } as const;

const ARN_ROOT = 'arn:aws:ssm:us-east-1:000000000000:parameter';

/** The ARN of a parameter. */
export function arnOf(name: string): string {
  return `${ARN_ROOT}${name}`;
}

/**
 * Whether a parameter may be called so: letters, digits, `.`, `-`, `_` and `/`; at most 15 levels, 1011 characters with
 * its ARN, and no root that AWS keeps for itself (SSM API reference, PutParameter, Name).
 */
export function isParameterName(name: string): boolean {
  return (
    /^\/?[a-zA-Z0-9_.-]+(\/[a-zA-Z0-9_.-]+)*$/.test(name) &&
    name.split('/').length <= 16 &&
    arnOf(name).length <= 1011 &&
    !/^\/?(aws|ssm)/i.test(name)
  );
}
