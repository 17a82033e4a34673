import { fault, type ServiceAnswer, success } from './json-answer.ts';

/** A secret as its JSON text, and the version that it is. */
export interface SecretDocument {
  readonly text: string;
  readonly version: string;
}

/** Secrets Manager, reading only; in memory only. */
export class SecretsFake {
  readonly #secrets: Readonly<Record<string, SecretDocument>>;

  constructor(secrets: Readonly<Record<string, SecretDocument>>) {
    this.#secrets = secrets;
  }

  getSecretValue({ SecretId }: Readonly<Record<string, unknown>>): ServiceAnswer {
    const name = String(SecretId);
    const secret = Object.hasOwn(this.#secrets, name) ? this.#secrets[name] : undefined;
    return secret === undefined
      ? fault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
      : success({
          ARN: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}`,
          Name: name,
          SecretString: secret.text,
          VersionId: secret.version,
          VersionStages: ['AWSCURRENT'],
        });
  }
}
