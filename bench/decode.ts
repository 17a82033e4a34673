/** What our reading of a reply costs, against a bare pass of saxes, the fastest SAX parser that we know, over the same text. `node bench/decode.ts` */
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { SaxesParser } from 'saxes';
import { decodeReply } from '../lib/vsphere/decode-reply.ts';
import { parsedWsdl } from '../lib/vsphere/wsdl.ts';
import { type SimulatorProcess, startSimulatorProcess } from '../simulator/simulator-process.ts';
import { medianOf } from './median.ts';

const PATHS = ['name', 'config.network.vnic', 'config.network.netStackInstance', 'config.network.proxySwitch'];
const PASSES = 40;

const simulator = await startSimulatorProcess(['--hosts', '22']);
const reply = await readAllHosts(simulator);
await simulator.stop();
const kilobytes = Buffer.byteLength(reply) / 1000;
const wsdl = await parsedWsdl();

const bare = () => {
  new SaxesParser().write(reply).close();
};
const nodeSoap = () => wsdl.xmlToObject(reply);
const ours = () => decodeReply(wsdl.xmlToObject(reply), { xsiPrefixes: new Set(['xsi']) });

const [first, steady] = [measure(1), measure(PASSES)];
process.stdout.write(
  `${kilobytes.toFixed(0)} kB; milliseconds per 100 kB, first pass and median of ${PASSES} more\n\n`,
);
process.stdout.write('| reading | first | steady | against bare saxes |\n|---|---|---|---|\n');
for (const [index, name] of ['bare saxes, no handlers', 'node-soap', 'node-soap and our decoding'].entries()) {
  const ratio = (steady[index] ?? 0) / (steady[0] ?? 1);
  process.stdout.write(`| ${name} | ${shown(first[index])} | ${shown(steady[index])} | ${ratio.toFixed(1)} × |\n`);
}

function shown(milliseconds = 0): string {
  return ((milliseconds * 100) / kilobytes).toFixed(1);
}

/** Median times of the three readings, in turns. */
function measure(passes: number): number[] {
  const times: number[][] = [[], [], []];
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [index, work] of [bare, nodeSoap, ours].entries()) {
      const startedAt = performance.now();
      work();
      times[index]?.push(performance.now() - startedAt);
    }
  }
  return times.map(medianOf);
}

/** The text of one RetrievePropertiesEx over all hosts. */
async function readAllHosts({ ready, ca }: SimulatorProcess): Promise<string> {
  const login = `<_this type="SessionManager">SessionManager</_this><userName>${ready.username}</userName><password>${ready.password}</password>`;
  const { cookie } = await post(ready.url, ca, `<Login xmlns="urn:vim25">${login}</Login>`, '');
  const container = '<container type="Folder">group-d1</container><type>HostSystem</type><recursive>true</recursive>';
  const made = await post(
    ready.url,
    ca,
    `<CreateContainerView xmlns="urn:vim25"><_this type="ViewManager">ViewManager</_this>${container}</CreateContainerView>`,
    cookie,
  );
  const view = /<returnval type="ContainerView">(.*?)</.exec(made.body)?.[1] ?? '';
  const paths = PATHS.map((path) => `<pathSet>${path}</pathSet>`).join('');
  const traversal =
    '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet>';
  const read = await post(
    ready.url,
    ca,
    `<RetrievePropertiesEx xmlns="urn:vim25"><_this type="PropertyCollector">propertyCollector</_this><specSet><propSet><type>HostSystem</type>${paths}</propSet><objectSet><obj type="ContainerView">${view}</obj><skip>true</skip>${traversal}</objectSet></specSet><options/></RetrievePropertiesEx>`,
    cookie,
  );
  return read.body;
}

function post(url: string, ca: string, content: string, cookie: string): Promise<{ body: string; cookie: string }> {
  const envelope = `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Body>${content}</Body></Envelope>`;
  const headers = { SOAPAction: '"urn:vim25/8.0.3.0"', ...(cookie === '' ? {} : { Cookie: cookie }) };
  return new Promise((resolve, reject) => {
    request(url, { method: 'POST', ca, headers }, (response) => {
      const given = response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      text(response).then((body) => resolve({ body, cookie: given }), reject);
    })
      .on('error', reject)
      .end(envelope);
  });
}
