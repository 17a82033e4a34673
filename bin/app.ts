/** The deployer's door: `cdk synth`, `cdk deploy`. */
import { App } from 'aws-cdk-lib';
import { readContext } from '../lib/infra/context.ts';
import { CONTEXT_KEY, loadContext } from '../lib/infra/context-source.ts';
import { OnboardingStack } from '../lib/infra/onboarding-stack.ts';
import { checkTemplates } from '../lib/infra/template-checks.ts';

const app = new App();
const deployment = readContext(loadContext(app.node.tryGetContext(CONTEXT_KEY)));
new OnboardingStack(app, 'provisioning-stack', { deployment });
checkTemplates(app);
