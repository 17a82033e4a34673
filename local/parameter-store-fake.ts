import { fault, type ServiceAnswer, success } from './json-answer.ts';
import { arnOf, isParameterName, type ParameterVersion, TIER_BYTES, versionOf } from './stored-parameter.ts';

/** All parameters as they are now, by name. */
export type ParameterProvider = () => Promise<ReadonlyMap<string, string>>;

type Body = Readonly<Record<string, unknown>>;

/** SSM API reference, GetParameters and GetParametersByPath. */
const NAMES_A_CALL = 10;
/** SSM API reference, GetParameterHistory: 100 versions are kept, 50 a page. */
const VERSIONS_KEPT = 100;
const VERSIONS_A_PAGE = 50;

/** Parameter Store in front of a provider; parameters that are put or deleted hide the provider's. */
export class ParameterStoreFake {
  readonly #provider: ParameterProvider;
  /** The versions of what was put, the newest last; none of what was deleted. */
  readonly #written = new Map<string, readonly ParameterVersion[]>();

  constructor(provider: ParameterProvider) {
    this.#provider = provider;
  }

  async getParameters({ Names }: Body): Promise<ServiceAnswer> {
    const names = Array.isArray(Names) ? Names.map(String) : [];
    const invalid = names.find((name) => !isParameterName(name));
    if (names.length === 0 || names.length > NAMES_A_CALL || invalid !== undefined) {
      return fault('ValidationException', `1 to ${NAMES_A_CALL} valid names are needed; ${names.length} came.`);
    }
    const all = await this.#readAll();
    return success({
      Parameters: names.flatMap((name) => describeLast(name, all.get(name))),
      InvalidParameters: names.filter((name) => !all.has(name)),
    });
  }

  async getParameter({ Name }: Body): Promise<ServiceAnswer> {
    const name = String(Name);
    if (!isParameterName(name)) {
      return fault('ValidationException', 'The name is not valid.');
    }
    const [Parameter] = describeLast(name, (await this.#readAll()).get(name));
    return Parameter === undefined ? fault('ParameterNotFound', '') : success({ Parameter });
  }

  async putParameter({ Name, Value, Type, Overwrite, Tier = 'Standard' }: Body): Promise<ServiceAnswer> {
    const name = String(Name);
    if (
      !isParameterName(name) ||
      typeof Value !== 'string' ||
      Value === '' ||
      (Tier !== 'Standard' && Tier !== 'Advanced')
    ) {
      return fault('ValidationException', 'A valid name, a value and a tier are needed.');
    }
    if (Buffer.byteLength(Value) > TIER_BYTES[Tier]) {
      const text = `${Tier} tier parameters support a maximum parameter value of ${TIER_BYTES[Tier]} characters.`;
      return fault('ValidationException', text);
    }
    const versions = (await this.#readAll()).get(name);
    const last = versions?.at(-1);
    if (last !== undefined && Overwrite !== true) {
      return fault(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option.',
      );
    }
    if (last === undefined && Type === undefined) {
      return fault('ValidationException', 'A parameter type is required when you create a parameter.');
    }
    // Each put is a version, also with the same value; a tier does not go down by itself.
    const tier = last?.tier === 'Advanced' ? 'Advanced' : Tier;
    const next: ParameterVersion = { version: (last?.version ?? 0) + 1, value: Value, tier, modifiedAt: new Date() };
    this.#written.set(name, [...(versions ?? []), next].slice(-VERSIONS_KEPT));
    return success({ Version: next.version, Tier: tier });
  }

  async deleteParameter({ Name }: Body): Promise<ServiceAnswer> {
    const name = String(Name);
    if (!(await this.#readAll()).has(name)) return fault('ParameterNotFound', '');
    this.#written.set(name, []);
    return success({});
  }

  /** The oldest version first. */
  async getParameterHistory({ Name, MaxResults = VERSIONS_A_PAGE, NextToken = '0' }: Body): Promise<ServiceAnswer> {
    const name = String(Name);
    const versions = (await this.#readAll()).get(name);
    if (versions === undefined) return fault('ParameterNotFound', '');
    if (Number(MaxResults) > VERSIONS_A_PAGE)
      return fault('ValidationException', `${VERSIONS_A_PAGE} results at most.`);
    const { page, rest } = pageOf(versions, NextToken, MaxResults);
    const user = { LastModifiedUser: 'arn:aws:iam::000000000000:user/local' };
    return success({ Parameters: page.map((each) => ({ ...describe(name, each), ...user })), ...rest });
  }

  /** Recursive only, which is how we ask; the token is the place at which the next page begins. */
  async getParametersByPath({
    Path,
    Recursive,
    MaxResults = NAMES_A_CALL,
    NextToken = '0',
  }: Body): Promise<ServiceAnswer> {
    const path = String(Path);
    // a path with a slash at its end finds nothing on AWS
    if (!path.startsWith('/') || !isParameterName(path) || Recursive !== true || Number(MaxResults) > NAMES_A_CALL) {
      return fault('ValidationException', `A path, recursive, ${NAMES_A_CALL} results at most.`);
    }
    const below = [...(await this.#readAll())].filter(([name]) => name.startsWith(`${path}/`));
    const { page, rest } = pageOf(below, NextToken, MaxResults);
    return success({ Parameters: page.flatMap(([name, versions]) => describeLast(name, versions)), ...rest });
  }

  async #readAll(): Promise<Map<string, readonly ParameterVersion[]>> {
    const provided = [...(await this.#provider())].map(([name, value]) => [name, [asProvided(value)]] as const);
    const all = new Map<string, readonly ParameterVersion[]>([...provided, ...this.#written]);
    return new Map([...all].filter(([, versions]) => versions.length > 0));
  }
}

function asProvided(value: string): ParameterVersion {
  return { version: versionOf(value), value, tier: 'Standard', modifiedAt: new Date(0) };
}

function pageOf<Item>(items: readonly Item[], token: unknown, size: unknown) {
  const start = Number(token);
  const end = start + Number(size);
  return { page: items.slice(start, end), rest: end < items.length ? { NextToken: String(end) } : {} };
}

function describeLast(name: string, versions: readonly ParameterVersion[] = []) {
  return versions.slice(-1).map((last) => describe(name, last));
}

function describe(name: string, { version, value, modifiedAt }: ParameterVersion) {
  return {
    Name: name,
    Type: 'String',
    Value: value,
    Version: version,
    LastModifiedDate: modifiedAt.getTime() / 1000,
    ARN: arnOf(name),
    DataType: 'text',
  };
}
