/** Stands in for `assert` in bundles: of all that Node's own loads node-soap needs this one function. */
import { OnboardingError } from '../errors.ts';

/** @throws OnboardingError `usage` unless the value is truthy: the WSDL or a call of ours is wrong */
export function ok(value: unknown, message = 'node-soap: an assertion does not hold.'): void {
  if (!value) throw new OnboardingError('usage', message);
}
