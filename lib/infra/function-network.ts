import { Stack } from 'aws-cdk-lib';
import {
  CfnSecurityGroup,
  CfnVPCEndpoint,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  type ISubnet,
  type IVpc,
  SecurityGroup,
  Subnet,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledgements.ts';
import type { NetworkContext } from './context.ts';

/** What the functions call, besides DynamoDB, which has a gateway endpoint. */
const SERVICES = {
  Sqs: InterfaceVpcEndpointAwsService.SQS,
  Ssm: InterfaceVpcEndpointAwsService.SSM,
  SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Sns: InterfaceVpcEndpointAwsService.SNS,
  Events: InterfaceVpcEndpointAwsService.EVENTBRIDGE,
};

/** Where the functions stand in a VPC that is there, and, when asked for, the endpoints of what they call. */
export class FunctionNetwork extends Construct {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  /** Of the functions: lets everything out, since vCenter may be on any address and port, and nothing in. */
  readonly securityGroup: ISecurityGroup;

  constructor(scope: Construct, id: string, network: NetworkContext) {
    super(scope, id);
    const { vpcId } = network;
    // Zones are asked for and not used: subnets are named by id.
    this.vpc = Vpc.fromVpcAttributes(this, 'Vpc', { vpcId, availabilityZones: ['unused'] });
    this.subnets = network.subnetIds.map((subnetId) => Subnet.fromSubnetId(this, subnetId, subnetId));
    this.securityGroup = new SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'Functions of provisioning-stack',
      allowAllOutbound: true,
    });
    acknowledge(this, {
      'Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId': 'Nothing asks for the route table of a subnet.',
    });
    if (network.endpoints) this.#addEndpoints(network);
  }

  #addEndpoints({ vpcId, routeTableIds }: NetworkContext): void {
    // Its rule within the group itself: as a resource of its own it could not be tested on an emulator.
    const group = new CfnSecurityGroup(this, 'Endpoints', {
      vpcId,
      groupDescription: 'Endpoints of the services that provisioning-stack calls',
      securityGroupIngress: [
        { ipProtocol: 'tcp', fromPort: 443, toPort: 443, sourceSecurityGroupId: this.securityGroup.securityGroupId },
      ],
    });
    const securityGroups = [SecurityGroup.fromSecurityGroupId(this, 'EndpointGroup', group.attrGroupId)];
    for (const [name, service] of Object.entries(SERVICES)) {
      const subnets = { subnets: [...this.subnets] };
      new InterfaceVpcEndpoint(this, name, { vpc: this.vpc, service, subnets, securityGroups, open: false });
    }
    new CfnVPCEndpoint(this, 'DynamoDb', {
      vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${Stack.of(this).region}.dynamodb`,
      routeTableIds: [...routeTableIds],
    });
  }
}
