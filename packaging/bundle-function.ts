/** `node packaging/bundle-function.ts ENTRY OUTDIR`: the bundle of one function, as the CDK asks for it. */
import { bundleForLambda } from './lambda-bundle.ts';

const [entry = '', outdir = ''] = process.argv.slice(2);
await bundleForLambda(entry, outdir);
