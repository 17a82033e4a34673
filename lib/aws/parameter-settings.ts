import { GetParametersCommand, type Parameter, paginateGetParametersByPath, type SSMClient } from '@aws-sdk/client-ssm';
import { connectionParameter, settingsParameter } from '../contract.ts';
import type { SettingsSource, StoredDocument } from '../reconcile/ports.ts';
import { callAws } from './aws-error.ts';

/** SSM API reference, GetParameters: at most ten names a call. */
const NAMES_A_CALL = 10;

/** The longest name that a parameter can have; asking for a longer one fails the whole call. */
const NAME_LENGTH = 1011;

/** Settings in Parameter Store, one JSON document a scope. Uncached: a change holds for the next message. */
export class ParameterSettings implements SettingsSource {
  readonly #client: SSMClient;

  constructor(client: SSMClient) {
    this.#client = client;
  }

  /** @param scopes encoded; a scope that has no parameter is left out of the answer, the others keep their order */
  async read(vcenter: string, scopes: readonly string[]): Promise<readonly StoredDocument[]> {
    const names = [...new Set(scopes.map((scope) => settingsParameter(vcenter, scope)))].filter(
      (name) => name.length <= NAME_LENGTH,
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

  /** The tree below the vCenter, ten parameters a page; the connection is none of the settings. */
  async readAll(vcenter: string): Promise<readonly StoredDocument[]> {
    const root = settingsParameter(vcenter, '');
    const documents: StoredDocument[] = [];
    // A path ends without a slash; with one, SSM finds nothing.
    const query = { Path: root.slice(0, -1), Recursive: true, WithDecryption: true };
    await callParameterStore(vcenter, async () => {
      for await (const { Parameters = [] } of paginateGetParametersByPath({ client: this.#client }, query)) {
        for (const parameter of Parameters) {
          if (parameter.Name !== undefined && parameter.Name !== connectionParameter(vcenter)) {
            documents.push(toDocument(parameter.Name.slice(root.length), parameter));
          }
        }
      }
    });
    return documents;
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
