/** Lambda, invoked by the command line: hosts back into their queue. */
import { OnboardingError } from '../lib/errors.ts';

/** What AWS calls. Its engine is not there yet: it refuses every request. */
export async function handler(): Promise<never> {
  throw new OnboardingError('usage', 'replay-events does nothing yet.');
}
