/** The parsed WSDL, once a process: parsing costs some 20 ms, and two parsed copies never share their caches. */
import type { IOptions } from 'soap/lib/types.js';
import { WSDL } from 'soap/lib/wsdl/index.js';
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

/** The one parsed WSDL. */
export function parsedWsdl(): Promise<WSDL> {
  parsed ??= new Promise((resolve, reject) => {
    const wsdl = new WSDL(VIM25_WSDL, 'vim25.wsdl', SOAP_OPTIONS);
    // else only the first Client would set it, and who parses before that would find attributes among members
    wsdl.options.attributesKey = ATTRIBUTES_KEY;
    wsdl.onReady((error: unknown) => (error ? reject(error) : resolve(wsdl)));
  });
  return parsed;
}

/** NaN for what JavaScript cannot hold exactly; {@link decode} refuses it. node-soap rounds silently. */
export function exactInteger(text: string): number {
  const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : Number.NaN;
}
