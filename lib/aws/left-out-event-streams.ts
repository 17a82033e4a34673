/**
 * Stands in for the event streams of the SDK in bundles: no call of ours has one, and the SDK's own way to load them
 * when they are needed makes bundlers start every module of its core late.
 */
import { OnboardingError } from '../errors.ts';

/** Never called. */
export function eventStreamSerdeProvider(): never {
  throw new OnboardingError('usage', 'Event streams are not in this bundle.');
}

export { eventStreamSerdeProvider as EventStreamSerde };
