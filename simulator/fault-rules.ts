import { VimFault } from './faults.ts';
import { Host } from './objects/host.ts';
import type { ManagedObject } from './objects/managed-object.ts';
import { brokenReplies, type FaultRule } from './scenario.ts';
import { isDataType } from './schema/schema.ts';
import type { Strike } from './strike.ts';
import { type DataObject, objectIn, objectsIn, referenceIn, referencesIn, textIn } from './values.ts';

/** Finds an object by its id. */
type Find = (id: string) => ManagedObject | undefined;

/** The fault rules that are in force, with how often each has struck. */
export class FaultRules {
  #rules: { readonly rule: FaultRule; seen: number; struck: number }[] = [];

  /** Adds rules to those in force; `replace` drops the old ones first. */
  add(rules: readonly FaultRule[], replace = false): void {
    if (replace) this.#rules = [];
    this.#rules.push(...rules.map((rule) => ({ rule, seen: 0, struck: 0 })));
  }

  /** The first rule that strikes this call, as what to do; undefined when none does. */
  strike(method: string, object: ManagedObject, parameters: DataObject, find: Find): Strike | undefined {
    for (const entry of this.#rules) {
      const { rule } = entry;
      if (rule.method !== '*' && rule.method !== method) continue;
      if (rule.command !== undefined && commandIn(parameters) !== rule.command) continue;
      if (rule.host !== undefined && !hostNames(object, parameters, find).includes(rule.host)) continue;
      entry.seen += 1;
      if (entry.seen <= (rule.skip ?? 0) || entry.struck >= (rule.count ?? Number.POSITIVE_INFINITY)) continue;
      entry.struck += 1;
      return asStrike(rule);
    }
    return undefined;
  }
}

/** The esxcli command of an ExecuteSoap, as it is typed: `network ip dns server add`. */
const commandIn = (parameters: DataObject): string =>
  (textIn(parameters, 'method') ?? '').replace(/^vim\.EsxCLI\./, '').replaceAll('.', ' ');

function asStrike(rule: FaultRule): Strike {
  const broken = brokenReplies.find((kind) => kind === rule.fault);
  const text = rule.message ?? `${rule.fault ?? ''} (played by the scenario)`;
  const fault =
    rule.fault === undefined || broken !== undefined ? undefined : new VimFault(rule.fault, text, rule.detail);
  return {
    delayMs: rule.delayMs ?? 0,
    fault,
    broken,
    answerLost: rule.answerLost === true || rule.goesOn === true,
    goesOn: rule.goesOn === true,
    afterWork: rule.afterWork === true,
    rolledBack: rule.rolledBack === true,
    disconnects: rule.disconnects === true ? { backAfterMs: rule.backAfterMs } : undefined,
  };
}

/** The hosts that a call is about: its own, one that it adds, one that it moves, those that a read begins at. */
function hostNames(object: ManagedObject, parameters: DataObject, find: Find): string[] {
  const added = textIn(objectIn(parameters, 'spec'), 'hostName');
  const specs = [...objectsIn(parameters, 'specSet'), ...objectsIn(parameters, 'spec')];
  const read = specs.flatMap((spec) => objectsIn(spec, 'objectSet').map((start) => referenceIn(start, 'obj')));
  const named = [referenceIn(parameters, 'host'), ...referencesIn(parameters, 'host'), ...read];
  const objects = [object, ...named.flatMap((ref) => (ref === undefined ? [] : [find(ref.id)]))];
  return [...(added === undefined ? [] : [added]), ...objects.flatMap((one) => hostName(one, find))];
}

/** The name of a host, whether it is called itself or by one of its managers. */
function hostName(object: ManagedObject | undefined, find: Find): string[] {
  const host = object === undefined ? undefined : find(object.subject.id);
  return host instanceof Host ? [host.name] : [];
}

/** True for a fault that a task delivers in its error instead of the call answering it. */
export const belongsInTask = (method: string, fault: VimFault): boolean =>
  method.endsWith('_Task') && !isDataType(fault.type, 'RuntimeFault');
