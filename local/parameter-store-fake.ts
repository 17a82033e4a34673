import { fault, type ServiceAnswer, success } from './json-answer.ts';

/** All parameters as they are now, by name. */
export type ParameterProvider = () => Promise<ReadonlyMap<string, string>>;

/** SSM API reference: at most ten names a call, names of these characters, 4 KB of text in the standard tier. */
const NAMES_A_CALL = 10;
const VALID_NAME = /^[a-zA-Z0-9_./-]{1,1011}$/;
const VALUE_BYTES = 4096;

interface Version {
  readonly number: number;
  readonly value: string;
}

/** Parameter Store in front of a provider; parameters that are put hide the provider's until the process ends. */
export class ParameterStoreFake {
  readonly #provider: ParameterProvider;
  readonly #put = new Map<string, string>();
  /** The last value seen of each; another value is another version, as a put is on AWS. */
  readonly #versions = new Map<string, Version>();

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
    const number = (this.#versions.get(name)?.number ?? 0) + 1;
    this.#versions.set(name, { number, value: Value });
    return success({ Version: number, Tier: 'Standard' });
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

  async #readAll(): Promise<Map<string, string>> {
    return new Map([...(await this.#provider()), ...this.#put]);
  }

  #describe(name: string, value: string) {
    const known = this.#versions.get(name);
    const version = known?.value === value ? known : { number: (known?.number ?? 0) + 1, value };
    this.#versions.set(name, version);
    return {
      Name: name,
      Type: 'String',
      Value: value,
      Version: version.number,
      ARN: `arn:aws:ssm:us-east-1:000000000000:parameter${name}`,
      DataType: 'text',
    };
  }
}
