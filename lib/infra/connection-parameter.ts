import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { connectionParameter } from '../contract.ts';
import type { VcenterContext } from './vcenter-context.ts';

/** What a standard parameter holds, in bytes (SSM API reference, PutParameter). */
const STANDARD_BYTES = 4096;

/** The parameter that says how a vCenter is reached, and with which secret. Only a deployment writes it. */
export class ConnectionParameter extends Construct {
  constructor(scope: Construct, id: string, vcenter: VcenterContext) {
    super(scope, id);
    const { endpoint, secretArn: secret, ca, thumbprint, names } = vcenter;
    const text = JSON.stringify({ endpoint, secret, ca, thumbprint, names });
    new StringParameter(this, 'Parameter', {
      parameterName: connectionParameter(vcenter.name),
      description: `How ${vcenter.name} is reached; written by the deployment`,
      stringValue: text,
      tier: Buffer.byteLength(text) > STANDARD_BYTES ? ParameterTier.ADVANCED : ParameterTier.STANDARD,
    });
  }
}
