/** The deployer's door: `cdk synth`, `cdk deploy`. */
import { App } from 'aws-cdk-lib';
import { readVcenters } from '../lib/infra/context.ts';
import { OnboardingStack } from '../lib/infra/onboarding-stack.ts';

const app = new App();
new OnboardingStack(app, 'provisioning-stack', { vcenters: readVcenters(app.node.tryGetContext('vcenters')) });
