import {
  DeleteParameterCommand,
  GetParametersCommand,
  type ParameterHistory,
  PutParameterCommand,
  paginateGetParameterHistory,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import type { SeenParameter, SettingsWriter, WrittenVersion } from '../reconcile/push-settings.ts';
import { callAws, isNamed } from './aws-error.ts';

/** SSM API reference, GetParameters: at most ten names a call. */
const NAMES_A_CALL = 10;

/** What a standard parameter holds, in bytes (SSM API reference, PutParameter, Tier). */
const STANDARD_BYTES = 4096;

/** Writes parameters; knows nothing of settings. */
export class ParameterWriter implements SettingsWriter {
  readonly #client: SSMClient;

  constructor(client: SSMClient) {
    this.#client = client;
  }

  async look(names: readonly string[]): Promise<ReadonlyMap<string, SeenParameter>> {
    const seen = new Map<string, SeenParameter>();
    for (let start = 0; start < names.length; start += NAMES_A_CALL) {
      const command = new GetParametersCommand({
        Names: names.slice(start, start + NAMES_A_CALL),
        WithDecryption: true,
      });
      const { Parameters = [] } = await call('read the versions of the settings', () => this.#client.send(command));
      for (const { Name = '', Version: version = 0, Value: text = '' } of Parameters) seen.set(Name, { version, text });
    }
    return seen;
  }

  async create(name: string, text: string): Promise<number | undefined> {
    const command = new PutParameterCommand({
      Name: name,
      Value: text,
      Type: 'String',
      Overwrite: false,
      ...tier(text),
    });
    return call(`create the parameter ${name}`, () =>
      this.#client.send(command).then(
        ({ Version }) => Version,
        (error: unknown) => {
          if (isNamed(error, 'ParameterAlreadyExists')) return undefined;
          throw error;
        },
      ),
    );
  }

  /** Its type stays, and so does the advanced tier, which never goes down by itself. */
  async replace(name: string, text: string): Promise<number> {
    const command = new PutParameterCommand({ Name: name, Value: text, Overwrite: true, ...tier(text) });
    const { Version = 0 } = await call(`write the parameter ${name}`, () => this.#client.send(command));
    return Version;
  }

  async delete(name: string): Promise<void> {
    const command = new DeleteParameterCommand({ Name: name });
    await call(`delete the parameter ${name}`, () =>
      this.#client.send(command).catch((error: unknown) => {
        if (!isNamed(error, 'ParameterNotFound')) throw error;
      }),
    );
  }

  async history(name: string): Promise<readonly WrittenVersion[]> {
    const query = { Name: name, WithDecryption: true };
    const versions: WrittenVersion[] = [];
    await call(`read the history of ${name}`, async () => {
      try {
        for await (const { Parameters = [] } of paginateGetParameterHistory({ client: this.#client }, query)) {
          versions.push(...Parameters.map(toVersion));
        }
      } catch (error) {
        if (!isNamed(error, 'ParameterNotFound')) throw error;
      }
    });
    return versions.toSorted((one, other) => one.version - other.version);
  }
}

/** Asked for only where it is needed: it costs money, and the way back is deleting the parameter. */
function tier(text: string): { Tier?: 'Advanced' } {
  return Buffer.byteLength(text) > STANDARD_BYTES ? { Tier: 'Advanced' } : {};
}

function call<Result>(doing: string, send: () => Promise<Result>): Promise<Result> {
  return callAws('parameters-unavailable', doing, send);
}

function toVersion({ Version = 0, Value = '', LastModifiedUser, LastModifiedDate }: ParameterHistory): WrittenVersion {
  return {
    version: Version,
    text: Value,
    ...(LastModifiedUser === undefined ? {} : { user: LastModifiedUser }),
    ...(LastModifiedDate === undefined ? {} : { modifiedAt: LastModifiedDate.toISOString() }),
  };
}
