/** Answers of the esxcli channel, written from descriptions: govmomi's fixtures and command table. */
import type { HostCommands } from '../../lib/reconcile/host-commands.ts';
import type { Vcenter } from '../../lib/reconcile/ports.ts';
import { connectTo } from './connect.ts';
import { reply } from './replies.ts';
import { type Answer, type Script, type ScriptedVcenter, scriptedVcenter } from './scripted-vcenter.ts';

/** The methods of the commands that this product runs. */
export const METHOD = {
  add: 'vim.EsxCLI.network.ip.dns.server.add',
  servers: 'vim.EsxCLI.network.ip.dns.server.list',
  searchDomains: 'vim.EsxCLI.network.ip.dns.search.list',
  ipv4: 'vim.EsxCLI.network.ip.route.ipv4.list',
  ipv6: 'vim.EsxCLI.network.ip.route.ipv6.list',
  ping: 'vim.EsxCLI.network.diag.ping',
  info: 'vim.CLIInfo.FetchCLIInfo',
};

const NAMESPACES =
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:vim25"';

/** The root element of an answer. */
export function obj(type: string, inner: string): string {
  return `<obj ${NAMESPACES} versionId="5.0" xsi:type="${type}">${inner}</obj>`;
}

/** A list of objects, each given by what stands in it. */
export function list(items: readonly string[], type = 'VimEsxCLIlistItem'): string {
  return obj('ArrayOfDataObject', items.map((item) => `<DataObject xsi:type="${type}">${item}</DataObject>`).join(''));
}

/** ExecuteSoap's reply with this XML, as text, in it. */
export function answered(xml: string): string {
  return reply('ExecuteSoap', `<returnval><response>${asText(xml)}</response></returnval>`);
}

/** ExecuteSoap's reply for a command that failed. */
export function failed(messages: readonly string[], detail?: string): string {
  const faultMsg = messages.map((message) => `<faultMsg>${asText(message)}</faultMsg>`).join('');
  const faultDetail = detail === undefined ? '' : `<faultDetail>${asText(detail)}</faultDetail>`;
  return reply('ExecuteSoap', `<returnval><fault>${faultMsg}${faultDetail}</fault></returnval>`);
}

/** The detail of a failed command: VimEsxCLICLIFault. */
export function cliFault(...errors: string[]): string {
  const errMsg = errors.map((error) => `<errMsg>${asText(error)}</errMsg>`).join('');
  return obj(
    'LocalizedMethodFault',
    `<fault xsi:type="VimEsxCLICLIFault">${errMsg}</fault><localizedMessage>EsxCLI.CLIFault.summary</localizedMessage>`,
  );
}

/** The answer of FetchCLIInfo. */
export function cliInfo(commands: Readonly<Record<string, readonly string[]>>): string {
  const methods = Object.entries(commands).map(([name, parameters]) => {
    const param = parameters.map((each) => `<param><name>${each}</name><aliases>--${each}</aliases></param>`);
    return `<method><name>${name}</name><displayName>${name}</displayName>${param.join('')}</method>`;
  });
  return obj('VimCLIInfoCLIInfo', `<name>namespace</name>${methods.join('')}`);
}

/** The parameters of the commands that this product runs, as esxcli's metadata orders them. */
const CLI_INFO: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'network.ip.dns.server': {
    add: ['netstack', 'server'],
    list: ['netstack'],
    remove: ['all', 'netstack', 'server'],
  },
  'network.diag': {
    ping: 'count debug df host interface interval ipv4 ipv6 netstack nexthop size ttl wait'.split(' '),
  },
};

/** A vCenter with esxcli: answers by the command's method, `vim.EsxCLI.network.diag.ping`; FetchCLIInfo by itself. */
function esxcliScript(answers: Readonly<Record<string, Answer>>, more: Script = {}): Script {
  const info = (body: string) => CLI_INFO[/vim\.EsxCLI\.([\w.]+)/.exec(body)?.[1] ?? ''];
  return {
    RetrieveManagedMethodExecuter: reply(
      'RetrieveManagedMethodExecuter',
      '<returnval type="ReflectManagedMethodExecuter">ManagedMethodExecuter-21</returnval>',
    ),
    ExecuteSoap: {
      choose: ({ body }) => {
        const method = methodOf(body);
        if (method === METHOD.info) return answers[method] ?? answered(cliInfo(info(body) ?? {}));
        return answers[method] ?? failed(['The object or item referred to could not be found.']);
      },
    },
    ...more,
  };
}

/** A connection to such a vCenter. */
export async function esxcliCommands(
  answers: Readonly<Record<string, Answer>>,
  more: Script = {},
): Promise<{ server: ScriptedVcenter; vcenter: Vcenter; commands: HostCommands }> {
  const server = await scriptedVcenter(esxcliScript(answers, more));
  const vcenter = connectTo(server);
  return { server, vcenter, commands: vcenter.commands };
}

/** The method that a request to ExecuteSoap names. */
export function methodOf(body: string): string {
  return /<(?:\w+:)?method>([\w.]+)</.exec(body)?.[1] ?? '';
}

/** Names and values of a request to ExecuteSoap, the values as the inner XML that they are. */
export function argumentsOf(body: string): [name: string, val: string][] {
  const each = /<(?:\w+:)?argument><(?:\w+:)?name>(.*?)<\/(?:\w+:)?name><(?:\w+:)?val>(.*?)<\/(?:\w+:)?val>/g;
  return [...body.matchAll(each)].map(([, name = '', val = '']) => [name, asXml(val)]);
}

function asText(xml: string): string {
  return xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function asXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
