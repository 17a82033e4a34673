/** A plan as a file: what it says of each host, and what it was made from. Nothing in it is ever sent to a host. */
import * as z from 'zod/mini';
import { type ErrorCode, OnboardingError } from '../errors.ts';
import type { VcenterAbout } from './ports.ts';
import { inWords } from './problems-in-words.ts';
import { PROVISIONING_STACK, VMOTION_STACK } from './state.ts';

/** The format that this release writes, and the newest that it reads. */
export const PLAN_FORMAT = 1;

/** Another release of the same format may have more codes. */
const errorCode = z.custom<ErrorCode>((value) => typeof value === 'string');
const change = z.object({ field: z.string(), from: z.nullable(z.string()), to: z.nullable(z.string()) });
const step = z.object({
  action: z.enum(['addVirtualNic', 'updateVirtualNic', 'removeVirtualNic', 'updateNetworkConfig']),
  reason: z.string(),
  disruptive: z.boolean(),
  changes: z.array(change),
});
const host = z.object({
  host: z.string(),
  moref: z.string().check(z.regex(/^host-\d+$/)),
  status: z.enum(['changes', 'unchanged', 'deferred', 'refused', 'excluded']),
  device: z.exactOptional(z.string()),
  steps: z.array(step),
  problems: z.array(z.object({ code: errorCode, message: z.string() })),
  notes: z.exactOptional(z.array(z.string())),
  /** Absent for a host that has no plan. */
  fingerprint: z.exactOptional(
    z.object({ madeFrom: z.record(z.string(), z.string()), steps: z.array(z.string()), digest: z.string() }),
  ),
});
const savedPlan = z.object({
  formatVersion: z.literal(PLAN_FORMAT),
  productVersion: z.string(),
  createdAt: z.string(),
  vcenter: z.object({ name: z.string(), instanceUuid: z.string() }),
  stack: z.enum([PROVISIONING_STACK, VMOTION_STACK]),
  allowReplace: z.boolean(),
  hosts: z.array(host),
});

/** See the head of the file. */
export type SavedPlan = z.infer<typeof savedPlan>;
/** One host of it. */
export type SavedHost = SavedPlan['hosts'][number];

/**
 * @param origin the name of the file
 * @throws OnboardingError `plan-invalid`, `plan-newer`
 */
export function parseSavedPlan(text: string, origin: string): SavedPlan {
  const value = parseJson(text, origin);
  const format = z.object({ formatVersion: z.number() }).safeParse(value);
  if (format.success && format.data.formatVersion > PLAN_FORMAT) {
    const message = `The plan ${origin} has format ${format.data.formatVersion}, and this release reads formats up to ${PLAN_FORMAT}.`;
    throw new OnboardingError('plan-newer', message, { file: origin });
  }
  const parsed = savedPlan.safeParse(value, inWords);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(origin, `is none: ${issue?.path.join('.') || 'the whole file'}: ${issue?.message}`);
}

/** Managed object ids mean other hosts in another vCenter. @throws OnboardingError `plan-foreign` */
export function refuseForeign({ vcenter }: SavedPlan, name: string, { instanceUuid }: VcenterAbout): void {
  if (vcenter.instanceUuid === instanceUuid) return;
  const message =
    `The plan was made for ${vcenter.name} (instance ${vcenter.instanceUuid}), ` +
    `and this is ${name} (instance ${instanceUuid}).`;
  throw new OnboardingError('plan-foreign', message, { vcenter: name });
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(origin, `is no JSON: ${cause instanceof SyntaxError ? cause.message : 'unreadable'}`);
  }
}

function invalid(origin: string, what: string): OnboardingError {
  return new OnboardingError('plan-invalid', `The plan ${origin} ${what}.`, { file: origin });
}
