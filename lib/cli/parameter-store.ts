/** What the command line has from AWS; imported only when it is asked for, since the SDK costs half a second to load. */
import { createAwsClients } from '../aws/aws-clients.ts';
import type { AwsLocation } from '../aws/client-options.ts';
import { ConnectionParameter } from '../aws/connection-parameter.ts';
import { readDeployment } from '../aws/deployment-parameter.ts';
import { LoginBreakerItem } from '../aws/login-breaker-item.ts';
import { ParameterSettings } from '../aws/parameter-settings.ts';
import { ParameterWriter } from '../aws/parameter-writer.ts';
import type { Deployment } from '../contract.ts';
import type { SettingsSource } from '../reconcile/ports.ts';

/** Where the deployed connection is, and the table beside it. */
export interface DeployedPlace {
  readonly table: string;
  /** Of a running `run`, which knows the connection; absent: on AWS. */
  readonly local?: AwsLocation;
}

/** The settings as deployed. @param location absent: region and account are AWS's own environment */
export function parameterStoreSettings(location?: AwsLocation): SettingsSource {
  return new ParameterSettings(createAwsClients(location).ssm);
}

/**
 * The deployed `connection` parameter of a vCenter, and the log-in breaker in the table: whoever uses this secret.
 * @param place absent: the table is that of the deployment, if there is one
 * @throws OnboardingError `connection-invalid`, `deployment-invalid`, `parameters-unavailable`
 */
export async function deployedConnection(name: string, place?: DeployedPlace) {
  const { ssm, secretsManager, documents } = createAwsClients(place?.local);
  const parameter = new ConnectionParameter(ssm, secretsManager);
  const { endpoint, secret, ca, thumbprint } = await parameter.readConnection(name);
  const table = place?.table ?? (await readDeployment(ssm, name))?.table;
  return {
    name,
    endpoint,
    credentials: () => parameter.readCredentials(name, secret),
    ...(ca === undefined ? {} : { ca }),
    ...(thumbprint === undefined ? {} : { thumbprint }),
    ...(table === undefined ? {} : { loginBreaker: new LoginBreakerItem({ documents, name: table }) }),
  };
}

/** Where a vCenter is deployed to. @throws OnboardingError `deployment-invalid`, `parameters-unavailable` */
export async function deploymentOf(vcenter: string, location?: AwsLocation): Promise<Deployment | undefined> {
  const clients = createAwsClients(location);
  try {
    return await readDeployment(clients.ssm, vcenter);
  } finally {
    clients.destroy();
  }
}

/** Settings, and what writes them. */
export function openParameterStore() {
  const { ssm } = createAwsClients();
  return { settings: new ParameterSettings(ssm), writer: new ParameterWriter(ssm) };
}
