import { GetParametersCommand, type Parameter, paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import {
  connectionParameter,
  deploymentParameter,
  encodeScopeName,
  PARAMETER_NAME_LENGTH,
  PARAMETER_ROOT,
  settingsParameter,
} from '../contract.ts';
import type { SettingsSource, StoredDocument } from '../reconcile/ports.ts';
import { callAws } from './aws-error.ts';

/** SSM API reference, GetParameters: at most ten names a call. */
const NAMES_A_CALL = 10;

/** Settings in Parameter Store, one JSON document a scope. Uncached: a change holds for the next message. */
export class ParameterSettings implements SettingsSource {
  readonly #client: SSMClient;

  constructor(client: SSMClient) {
    this.#client = client;
  }

  /** @param scopes encoded; a scope that has no parameter is left out of the answer, the others keep their order */
  async read(vcenter: string, scopes: readonly string[]): Promise<readonly StoredDocument[]> {
    // asking for a name that no parameter can have fails the whole call
    const names = [...new Set(scopes.map((scope) => settingsParameter(vcenter, scope)))].filter(
      (name) => name.length <= PARAMETER_NAME_LENGTH,
    );
    const found = new Map<string, Parameter>();
    for (let start = 0; start < names.length; start += NAMES_A_CALL) {
      for (const parameter of await this.#getParameters(vcenter, names.slice(start, start + NAMES_A_CALL))) {
        found.set(parameter.Name ?? '', parameter);
      }
    }
    return [...new Set(scopes)].flatMap((scope) => {
      const parameter = found.get(settingsParameter(vcenter, scope));
      return parameter === undefined ? [] : [toDocument(scope, parameter)];
    });
  }

  /** The tree below the vCenter, ten parameters a page; what the deployer wrote is none of the settings. */
  async readAll(vcenter: string): Promise<readonly StoredDocument[]> {
    const deployed = [connectionParameter(vcenter), deploymentParameter(vcenter)];
    const root = settingsParameter(vcenter, '');
    const found = await this.#readBelow(root.slice(0, -1), vcenter);
    return found
      .filter(({ Name = '' }) => !deployed.includes(Name))
      .map((parameter) => toDocument(parameter.Name?.slice(root.length) ?? '', parameter));
  }

  /** The trees of all other vCenters, by their names as parameters have them. */
  async readOthers(vcenter: string): Promise<ReadonlyMap<string, readonly StoredDocument[]>> {
    const trees = new Map<string, StoredDocument[]>();
    for (const parameter of await this.#readBelow(PARAMETER_ROOT, vcenter)) {
      const [other = '', ...parts] = (parameter.Name ?? '').slice(PARAMETER_ROOT.length + 1).split('/');
      const scope = parts.join('/');
      if (other === encodeScopeName(vcenter) || scope === 'connection' || scope === 'deployment') continue;
      trees.set(other, [...(trees.get(other) ?? []), toDocument(scope, parameter)]);
    }
    return trees;
  }

  /** @param path ends without a slash; with one, SSM finds nothing */
  async #readBelow(path: string, vcenter: string): Promise<Parameter[]> {
    const query = { Path: path, Recursive: true, WithDecryption: true };
    return callParameterStore(vcenter, async () => {
      const found: Parameter[] = [];
      for await (const { Parameters = [] } of paginateGetParametersByPath({ client: this.#client }, query)) {
        found.push(...Parameters);
      }
      return found;
    });
  }

  async #getParameters(vcenter: string, names: string[]): Promise<readonly Parameter[]> {
    const command = new GetParametersCommand({ Names: names, WithDecryption: true });
    const { Parameters = [] } = await callParameterStore(vcenter, () => this.#client.send(command));
    return Parameters;
  }
}

function callParameterStore<T>(vcenter: string, call: () => Promise<T>): Promise<T> {
  return callAws('parameters-unavailable', 'read the settings from Parameter Store', call, { vcenter });
}

function toDocument(scope: string, { Name = '', Version = 0, Value = '' }: Parameter): StoredDocument {
  return { scope, origin: Name, version: Version, text: Value };
}
