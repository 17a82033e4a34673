import { Stack } from 'aws-cdk-lib';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { type Deployment, deploymentParameter } from '../contract.ts';

/** The parameter by which the command line finds a vCenter's table, queues and functions. Only a deployment writes it. */
export class DeploymentParameter extends Construct {
  /** @param deployment names, URLs and ARNs as CloudFormation will know them */
  constructor(scope: Construct, id: string, vcenter: string, deployment: Deployment) {
    super(scope, id);
    new StringParameter(this, 'Parameter', {
      parameterName: deploymentParameter(vcenter),
      description: `Where everything of ${vcenter} is; written by the deployment`,
      stringValue: Stack.of(this).toJsonString(deployment),
      // some names and URLs of at most 256 characters: below the 4 KB of the standard tier
      tier: ParameterTier.STANDARD,
    });
  }
}
