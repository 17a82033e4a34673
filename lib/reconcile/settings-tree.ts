/** The check of a whole settings tree, without any vCenter: everything that is wrong, at once. */
import { PARAMETER_NAME_LENGTH, settingsParameter } from '../contract.ts';
import type { StoredDocument } from './ports.ts';
import { compareScopes, SCOPE_FORMS, showScope } from './scope-names.ts';
import { readDocuments, type SettingsProblem, settingsProblem } from './settings-problem.ts';
import { poolProblems, sharedWith, staticProblems } from './tree-addresses.ts';
import { gatewayProblems } from './tree-gateways.ts';

/** What a parameter holds, in bytes (SSM API reference, PutParameter, Tier). */
export const STANDARD_BYTES = 4096;
const ADVANCED_BYTES = 8192;

/** What a tree is checked against, besides itself. */
export interface TreeSurroundings {
  /** The vCenter that it is of; the longest name is taken where it is not known. */
  readonly vcenter?: string;
  /** The trees of other vCenters, as far as they can be read, by name. */
  readonly others?: ReadonlyMap<string, readonly StoredDocument[]>;
}

/** @param documents all scopes of one vCenter @returns in the order of the scopes */
export function checkTree(
  documents: readonly StoredDocument[],
  { vcenter = '', others = new Map() }: TreeSurroundings = {},
): SettingsProblem[] {
  const { read, sound, problems } = readDocuments(documents);
  const all = [
    ...documents.flatMap((stored) => [...strayProblems(stored), ...sizeProblems(stored, vcenter)]),
    ...problems,
    ...gatewayProblems(read),
    // by itself: a member that is wrong here would be taken for one that is inherited
    ...sound.flatMap((each) => gatewayProblems([each])),
    ...staticProblems(read),
    ...poolProblems(read),
    ...[...others].flatMap(([name, theirs]) =>
      sharedWith(name, documents, theirs, { own: read, others: readDocuments(theirs).read }),
    ),
  ];
  return all.toSorted((one, other) => compareScopes(one.scope, other.scope));
}

/** A parameter that no host reads, if it is one. */
export function strayProblems(stored: StoredDocument): SettingsProblem[] {
  if (showScope(stored.scope) !== undefined) return [];
  const text = `no host reads it: scopes are ${SCOPE_FORMS}, and each byte of a name outside A-Z a-z 0-9 . - is _XX`;
  return [settingsProblem('error', 'settings-invalid', stored, '', text)];
}

function sizeProblems(stored: StoredDocument, vcenter: string): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const bytes = Buffer.byteLength(stored.text);
  const tell = (severity: SettingsProblem['severity'], text: string) =>
    problems.push(settingsProblem(severity, 'settings-invalid', stored, '', text));
  if (bytes > ADVANCED_BYTES)
    tell('error', `it has ${bytes} bytes, and no parameter holds more than ${ADVANCED_BYTES}`);
  else if (bytes > STANDARD_BYTES) {
    tell(
      'warning',
      `it has ${bytes} bytes, and a standard parameter holds ${STANDARD_BYTES}: it takes the advanced tier, which AWS charges for and which has no way back but deleting the parameter`,
    );
  }
  const { length } = settingsParameter(vcenter, stored.scope);
  if (length > PARAMETER_NAME_LENGTH)
    tell('error', `its parameter would have a name of ${length} characters, and ${PARAMETER_NAME_LENGTH} are possible`);
  return problems;
}
