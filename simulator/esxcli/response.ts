import { escapeXml } from '../wire/encode.ts';
import type { Command, CommandAnswer, Field, Structure } from './command.ts';

const open = (type: string): string =>
  '<obj xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
  `xmlns="urn:vim25" versionId="5.0" xsi:type="${type}">`;

/** The XML document in `response` (govmomi, recorded answers): an object, a list of DataObject, or `true`. */
export function writeAnswer({ namespace, name }: Command, answer: CommandAnswer): string {
  const prefix = `VimEsxCLI${namespace.replaceAll('.', '')}${name}`;
  if (answer === true) return `${open('xsd:boolean')}true</obj>`;
  if ('kind' in answer) return `${open(prefix + answer.kind)}${fieldsXml(answer, prefix)}</obj>`;
  const items = answer.map(
    (item) => `<DataObject xsi:type="${prefix}${item.kind}">${fieldsXml(item, prefix)}</DataObject>`,
  );
  return `${open('ArrayOfDataObject')}${items.join('')}</obj>`;
}

const fieldsXml = ({ fields }: Structure, prefix: string): string =>
  Object.entries(fields)
    .map(([name, field]) => fieldXml(name, field, prefix))
    .join('');

const isStructure = (field: Field | string | Structure): field is Structure =>
  typeof field === 'object' && 'kind' in field;

function fieldXml(name: string, field: Field, prefix: string): string {
  const items = typeof field === 'object' && !isStructure(field) ? field : [field];
  return items
    .map((item) =>
      typeof item === 'object'
        ? `<${name} xsi:type="${prefix}${item.kind}">${fieldsXml(item, prefix)}</${name}>`
        : `<${name}>${escapeXml(String(item))}</${name}>`,
    )
    .join('');
}

/** The summary under which a failed command hides its text (public threads of PowerCLI users). */
export const faultSummary = 'EsxCLI.CLIFault.summary';

/** `faultDetail` of a failed command: VimEsxCLICLIFault with the text in errMsg, the summary behind it. */
export const faultDetail = (message: string): string =>
  `${open('LocalizedMethodFault')}<fault xsi:type="VimEsxCLICLIFault"><errMsg>${escapeXml(message)}</errMsg></fault>` +
  `<localizedMessage>${faultSummary}</localizedMessage></obj>`;

/** What FetchCLIInfo answers for a namespace: its commands with their parameters in order. */
export function writeInfo(namespace: string, commands: readonly Command[]): string {
  const item = (name: string, help: string): string =>
    `<name>${name}</name><displayName>${name}</displayName><help>${escapeXml(help)}</help>`;
  const methods = commands.map(({ name, help, parameters }) => {
    const params = parameters.map((parameter) => {
      const aliases = parameter.aliases.map((alias) => `<aliases>${alias}</aliases>`).join('');
      return `<param>${item(parameter.name, parameter.help)}${aliases}<flag>${parameter.kind === 'flag'}</flag></param>`;
    });
    const hints = '<hints><key>formatter</key><value>simple</value></hints>';
    return `<method>${item(name, help)}${params.join('')}${hints}</method>`;
  });
  const last = namespace.split('.').at(-1) ?? namespace;
  const head = `<name>${namespace}</name><displayName>${last}</displayName><help></help>`;
  return `${open('VimCLIInfoInfo')}${head}${methods.join('')}</obj>`;
}
