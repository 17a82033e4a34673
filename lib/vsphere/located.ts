/** Errors say in which vCenter they happened. */
import { OnboardingError } from '../errors.ts';

/** The error with the vCenter's name before its message, unless it names one already; another error as it is. */
export function located(error: unknown, vcenter: string, step?: string): unknown {
  if (!(error instanceof OnboardingError) || error.context.vcenter !== undefined) return error;
  const where = step === undefined ? { vcenter } : { vcenter, step };
  return new OnboardingError(error.code, `${vcenter}: ${error.message}`, { ...error.context, ...where });
}
