import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { WSDL } from 'soap/lib/wsdl/index.js';
import { readGraph } from '../../lib/vsphere/element-graph.ts';
import { HOST_PROPERTY_TYPES } from '../../lib/vsphere/host-properties.ts';
import { generateTypes, generateWsdlModule, readElements } from '../../lib/vsphere/vim25-generator.ts';
import { VIM25_WSDL } from '../../lib/vsphere/vim25-wsdl.ts';
import { parsedWsdl } from '../../lib/vsphere/wsdl.ts';

function source(name: string): Promise<string> {
  return readFile(new URL(`../../lib/vsphere/${name}`, import.meta.url), 'utf8');
}

const wsdl = await source('vim25.wsdl');

/** Lists and objects that are read outside the host read. */
const OTHER_TYPES = ['ArrayOfTag', 'ArrayOfManagedObjectReference', 'TaskInfoState'];

test('the generated files are those of the WSDL', async () => {
  expect(await source('vim25-types.ts')).toBe(await generateTypes(wsdl));
  expect(await source('vim25-wsdl.ts')).toBe(generateWsdlModule(wsdl));
});

test("what is read back at a start are node-soap's own elements, each of its class", () => {
  expect(readGraph(VIM25_WSDL)).toStrictEqual(readElements(wsdl));
});

test('node-soap describes the same services with it as from XML', async () => {
  const fromXml = new WSDL(wsdl, 'vim25.wsdl', {});
  await new Promise<void>((resolve, reject) => {
    fromXml.onReady((error: unknown) => (error ? reject(error) : resolve()));
  });
  expect((await parsedWsdl()).describeServices()).toEqual(fromXml.describeServices());
});

test('the WSDL knows the type of every property that is read, and what lists are of', () => {
  const types = [...Object.values(HOST_PROPERTY_TYPES), ...OTHER_TYPES].filter((type) => !type.startsWith('xsd:'));
  const needed = types.flatMap((type) => (type.startsWith('ArrayOf') ? [type, type.slice('ArrayOf'.length)] : [type]));
  expect(needed.filter((type) => !wsdl.includes(`Type name="${type}"`))).toEqual([]);
});

test('no request type extends one that itself extends another with members: node-soap#1530 would disorder it', () => {
  const bases = new Map(
    [...wsdl.matchAll(/<complexType name="(\w+)">\s*<complexContent>\s*<extension base="vim25:(\w+)">/g)].map(
      ([, name = '', base = '']) => [name, base],
    ),
  );
  const hasMembers = (name: string) => {
    const text = new RegExp(`<complexType name="${name}">[\\s\\S]*?</complexType>`).exec(wsdl)?.[0] ?? '';
    return text.includes('<element');
  };
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    const text = new RegExp(`<complexType name="${name}">[\\s\\S]*?</complexType>`).exec(wsdl)?.[0] ?? '';
    for (const [, type = ''] of text.matchAll(/type="vim25:(\w+)"/g)) visit(type);
    const base = bases.get(name);
    if (base !== undefined) visit(base);
  };
  for (const [, name = ''] of wsdl.matchAll(/<complexType name="(\w+RequestType)">/g)) visit(name);
  const ancestors = (name: string): string[] => {
    const base = bases.get(name);
    return base === undefined ? [] : [base, ...ancestors(base)];
  };
  const disordered = [...reached].filter((name) => ancestors(name).filter(hasMembers).length > 1);
  expect(disordered).toEqual([]);
});
