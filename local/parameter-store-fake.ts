import { createHash } from 'node:crypto';
import { fault, type ServiceAnswer, success } from './json-answer.ts';

/** All parameters as they are now, by name. */
export type ParameterProvider = () => Promise<ReadonlyMap<string, string>>;

/** SSM API reference: at most ten names a call, names of these characters, 4 KB of text in the standard tier. */
const NAMES_A_CALL = 10;
const VALID_NAME = /^[a-zA-Z0-9_./-]{1,1011}$/;
const VALUE_BYTES = 4096;

/** Parameter Store in front of a provider; parameters that are put hide the provider's until the process ends. */
export class ParameterStoreFake {
  readonly #provider: ParameterProvider;
  readonly #put = new Map<string, string>();
  /** How often each was put. */
  readonly #puts = new Map<string, number>();

  constructor(provider: ParameterProvider) {
    this.#provider = provider;
  }

  async getParameters({ Names }: Readonly<Record<string, unknown>>): Promise<ServiceAnswer> {
    const names = Array.isArray(Names) ? Names.map(String) : [];
    const invalid = names.find((name) => !VALID_NAME.test(name));
    if (names.length === 0 || names.length > NAMES_A_CALL || invalid !== undefined) {
      return fault('ValidationException', `1 to ${NAMES_A_CALL} valid names are needed; ${names.length} came.`);
    }
    const values = await this.#readAll();
    return success({
      Parameters: names.flatMap((name) => {
        const value = values.get(name);
        return value === undefined ? [] : [this.#describe(name, value)];
      }),
      InvalidParameters: names.filter((name) => !values.has(name)),
    });
  }

  async getParameter({ Name }: Readonly<Record<string, unknown>>): Promise<ServiceAnswer> {
    const name = String(Name);
    if (!VALID_NAME.test(name)) {
      return fault('ValidationException', 'The name is not valid.');
    }
    const value = (await this.#readAll()).get(name);
    return value === undefined ? fault('ParameterNotFound', '') : success({ Parameter: this.#describe(name, value) });
  }

  async putParameter({ Name, Value, Overwrite }: Readonly<Record<string, unknown>>): Promise<ServiceAnswer> {
    const name = String(Name);
    if (!VALID_NAME.test(name) || typeof Value !== 'string' || Buffer.byteLength(Value) > VALUE_BYTES) {
      return fault('ValidationException', `A valid name and a value of at most ${VALUE_BYTES} bytes are needed.`);
    }
    const current = (await this.#readAll()).get(name);
    if (current !== undefined && Overwrite !== true) {
      return fault('ParameterAlreadyExists', 'The parameter already exists.');
    }
    this.#put.set(name, Value);
    // Each put is a version, also with the same value.
    this.#puts.set(name, (this.#puts.get(name) ?? 0) + 1);
    return success({ Version: this.#version(name, Value), Tier: 'Standard' });
  }

  /** Recursive only, which is how we ask; the token is the place at which the next page begins. */
  async getParametersByPath(body: Readonly<Record<string, unknown>>): Promise<ServiceAnswer> {
    const { Path, Recursive, MaxResults = NAMES_A_CALL, NextToken = '0' } = body;
    if (!VALID_NAME.test(String(Path)) || Recursive !== true || Number(MaxResults) > NAMES_A_CALL) {
      return fault('ValidationException', `A path, recursive, ${NAMES_A_CALL} results at most.`);
    }
    const below = [...(await this.#readAll())].filter(([name]) => name.startsWith(`${Path}/`));
    const start = Number(NextToken);
    const end = start + Number(MaxResults);
    return success({
      Parameters: below.slice(start, end).map(([name, value]) => this.#describe(name, value)),
      ...(end < below.length ? { NextToken: String(end) } : {}),
    });
  }

  /** From the content, so that the same settings are the same version after a restart, and others are another. */
  #version(name: string, value: string): number {
    const text = JSON.stringify([value, this.#puts.get(name) ?? 0]);
    return Number.parseInt(createHash('sha256').update(text).digest('hex').slice(0, 6), 16);
  }

  async #readAll(): Promise<Map<string, string>> {
    return new Map([...(await this.#provider()), ...this.#put]);
  }

  #describe(name: string, value: string) {
    return {
      Name: name,
      Type: 'String',
      Value: value,
      Version: this.#version(name, value),
      ARN: `arn:aws:ssm:us-east-1:000000000000:parameter${name}`,
      DataType: 'text',
    };
  }
}
