/** What esxcli answers: XML that came as text, read leniently, since its shapes are documented nowhere. */
import { OnboardingError } from '../errors.ts';
import { usesMultiReferences } from './reply-check.ts';
import type { ReflectManagedMethodExecuterSoapFault } from './vim25-types.ts';
import { ATTRIBUTES_KEY, parsedWsdl } from './wsdl.ts';

const DEEPEST = 20;

/** The key of a text that says nothing; what it means stands in the detail (PowerCLI reports). */
const SUMMARY_KEY = 'EsxCLI.CLIFault.summary';

/** An element of an answer. Names are compared without prefix and without regard to case. */
export class AnswerElement {
  /** Its own text; '' where there are elements in it. */
  readonly text: string;
  readonly #children: ReadonlyMap<string, readonly AnswerElement[]>;

  constructor(text: string, children: ReadonlyMap<string, readonly AnswerElement[]>) {
    this.text = text;
    this.#children = children;
  }

  /** The elements of this name in it. */
  children(name: string): readonly AnswerElement[] {
    return this.#children.get(name.toLowerCase()) ?? [];
  }

  /** The objects of a list, which may be one object that stands for itself. */
  records(): readonly AnswerElement[] {
    const items = this.children('DataObject');
    return items.length === 0 && this.#children.size > 0 ? [this] : items;
  }

  /** Text of the first element of one of these names; undefined where there is none, or an empty one. */
  field(...names: string[]): string | undefined {
    return names.flatMap((name) => this.texts(name))[0];
  }

  /** Texts of all elements of this name, or of what stands in them. */
  texts(name: string): string[] {
    return this.children(name).flatMap((child) => child.#leaves());
  }

  /** All elements of a name, at any depth. */
  descendants(name: string): AnswerElement[] {
    const below = [...this.#children.values()].flat().flatMap((child) => child.descendants(name));
    return [...this.children(name), ...below];
  }

  #leaves(): string[] {
    if (this.#children.size > 0) return [...this.#children.values()].flat().flatMap((child) => child.#leaves());
    return this.text === '' ? [] : [this.text];
  }
}

/**
 * The root element of an answer; text that is no XML is an element of that text.
 * @throws reply-unreadable
 */
export async function readAnswer(text: string): Promise<AnswerElement> {
  if (!text.trim().startsWith('<')) return new AnswerElement(text.trim(), new Map());
  // node-soap would put one element into another, or into Object.prototype
  if (usesMultiReferences(text)) throw unreadable();
  const wsdl = await parsedWsdl();
  const [root, ...others] = Object.values(parsedBy(() => wsdl.xmlToObject(text)));
  if (others.length > 0) throw unreadable();
  return element(root, 0);
}

/** The words in which a command failed, as one text; '' where there are none. */
export async function faultWords(fault: ReflectManagedMethodExecuterSoapFault): Promise<string> {
  const detail = await readAnswer(fault.faultDetail ?? '').catch(() => undefined);
  const errors = detail?.descendants('errMsg').map(({ text }) => text) ?? [];
  const words = [...(fault.faultMsg ?? []), ...errors, detail?.text ?? ''].map((line) => line.trim());
  const told = [...new Set(words)].filter((line) => line !== '' && line !== SUMMARY_KEY);
  return told.join(' ');
}

/** node-soap throws what is no Error for broken XML, and TypeErrors for text among elements. */
function parsedBy(parse: () => unknown): object {
  try {
    const parsed = parse();
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // what it said is not worth showing
  }
  throw unreadable();
}

function element(value: unknown, depth: number): AnswerElement {
  if (depth > DEEPEST) throw unreadable();
  if (typeof value !== 'object' || value === null) return new AnswerElement(String(value ?? '').trim(), new Map());
  const children = new Map<string, AnswerElement[]>();
  let text = '';
  for (const [name, child] of Object.entries(value)) {
    if (name === ATTRIBUTES_KEY) continue;
    if (name === '$value') text = String(child).trim();
    else
      children.set(
        name.toLowerCase(),
        [child].flat().map((item: unknown) => element(item, depth + 1)),
      );
  }
  return new AnswerElement(text, children);
}

function unreadable(): OnboardingError {
  return new OnboardingError('reply-unreadable', 'The answer to ExecuteSoap cannot be read.');
}
