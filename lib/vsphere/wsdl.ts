/** The parsed WSDL, once a process: two copies would never share their caches. */
import type { IOptions } from 'soap/lib/types.js';
import { DefinitionsElement } from 'soap/lib/wsdl/elements.js';
import { WSDL } from 'soap/lib/wsdl/index.js';
import { OnboardingError } from '../errors.ts';
import { readGraph } from './element-graph.ts';
import { VIM25_WSDL } from './vim25-wsdl.ts';

/** Where node-soap puts attributes: a key of our own, since vim25 has a real member called `attributes`. */
export const ATTRIBUTES_KEY = '$attributes';

/**
 * The only options that the WSDL object ever sees. They live on the shared object, so a second client with other
 * options would change the first (node-soap 1.13.0).
 */
export const SOAP_OPTIONS: IOptions = {
  attributesKey: ATTRIBUTES_KEY,
  // names may begin or end with a blank
  preserveWhitespace: true,
  customDeserializer: {
    // a Date would lose the microseconds of event times
    dateTime: (text: string) => text,
    int: exactInteger,
    long: exactInteger,
  },
};

let parsed: Promise<WSDL> | undefined;

/** The one parsed WSDL. Its elements were read from XML when {@link VIM25_WSDL} was generated, not at each start. */
export function parsedWsdl(): Promise<WSDL> {
  parsed ??= new Promise((resolve, reject) => {
    // an object in place of XML: node-soap then parses nothing, and goes on with the definitions that it is given
    const wsdl = new WSDL({}, 'vim25.wsdl', SOAP_OPTIONS);
    wsdl.definitions = readDefinitions();
    // else only the first Client would set it, and who parses before that would find attributes among members
    wsdl.options.attributesKey = ATTRIBUTES_KEY;
    wsdl.onReady((error: unknown) => (error ? reject(error) : resolve(wsdl)));
  });
  return parsed;
}

function readDefinitions(): DefinitionsElement {
  const definitions = readGraph(VIM25_WSDL);
  if (definitions instanceof DefinitionsElement) return definitions;
  throw new OnboardingError('usage', 'vim25-wsdl.ts holds no definitions: run "npm run generate".');
}

/** NaN for what JavaScript cannot hold exactly; {@link decode} refuses it. node-soap rounds silently. */
export function exactInteger(text: string): number {
  const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : Number.NaN;
}
