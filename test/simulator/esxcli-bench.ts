import { parseXml, type XmlElement } from '../../simulator/wire/xml-read.ts';
import type { HostBench } from './host-bench.ts';
import { type Answer, at, bodyOf, faultOf, reference, type SoapClient, textAt } from './soap-client.ts';

/** What ExecuteSoap answered: a SOAP fault with its text, or the failure of the command, or its answer. */
export interface Executed {
  readonly answer: Answer;
  readonly soapFault: string;
  readonly text: string | undefined;
  readonly messages: readonly (string | undefined)[];
  readonly detail: XmlElement | undefined;
  readonly response: XmlElement | undefined;
}

export type Pairs = readonly (readonly [string, ...(string | number | boolean)[]])[];

const xmlText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const argument = ([name, ...values]: Pairs[number]): string => {
  const inner = values.map((value) => `<${name}>${xmlText(String(value))}</${name}>`).join('');
  return `<argument><name>${name}</name><val>${xmlText(inner)}</val></argument>`;
};

/** ExecuteSoap as it is sent. */
export async function execute(
  client: SoapClient,
  executer: readonly [string, string],
  [moid, method, version = 'urn:vim25/5.0']: readonly [string, string, string?],
  pairs: Pairs = [],
): Promise<Executed> {
  const head = `<moid>${moid}</moid><version>${version}</version><method>${method}</method>`;
  const answer = await client.call('ExecuteSoap', executer, head + pairs.map(argument).join(''));
  const body = bodyOf(answer);
  const [detail, response] = ['returnval.fault.faultDetail', 'returnval.response'].map((path) => textAt(body, path));
  return {
    answer,
    soapFault: faultOf(answer),
    text: textAt(body, 'faultstring'),
    messages: at(body, 'returnval.fault.faultMsg').map(({ text }) => text),
    detail: detail === undefined ? undefined : parseXml(detail),
    response: response === undefined ? undefined : parseXml(response),
  };
}

/** The executer of the bench's host. */
export const executerOf = async ({ client, host }: Pick<HostBench, 'client' | 'host'>) =>
  reference((await client.get('RetrieveManagedMethodExecuter', host))[0]);

/** A command as it is typed, on the bench's host. */
export async function esxcli(host: HostBench, typed: string, pairs: Pairs = []): Promise<Executed> {
  const words = typed.split(' ');
  const moid = `ha-cli-handler-${words.slice(0, -1).join('-')}`;
  return execute(host.client, await executerOf(host), [moid, `vim.EsxCLI.${words.join('.')}`], pairs);
}

/** Why a command failed, as esxcli prints it; '' when it did not. */
export const failure = ({ soapFault, messages, detail }: Executed): string =>
  soapFault || (textAt(detail, 'fault.errMsg') ?? messages.join());

/** A field of a structure, or of each structure of a list. */
export const field = ({ response }: Executed, name: string): string[] =>
  [...at(response, name), ...at(response, `DataObject.${name}`)].map(({ text }) => text);
