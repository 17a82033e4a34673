/** `npm run generate`: writes `vim25-types.ts` and `vim25-wsdl.ts` anew from `vim25.wsdl`. */
import { readFile, writeFile } from 'node:fs/promises';
import { generateTypes, generateWsdlModule } from './vim25-generator.ts';

const wsdl = await readFile(new URL('vim25.wsdl', import.meta.url), 'utf8');
await writeFile(new URL('vim25-types.ts', import.meta.url), await generateTypes(wsdl));
await writeFile(new URL('vim25-wsdl.ts', import.meta.url), generateWsdlModule(wsdl));
