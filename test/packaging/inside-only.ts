/** Loaded before the program: whatever it loads from outside its package, other than Node's own, is an error. */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const inside = pathToFileURL(`${process.env['PACKAGE_FOLDER']}/`).href;

/** Thrown into the program that is watched. */
class OutsideError extends Error {}

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const resolved = nextResolve(specifier, context);
    const isOwn = resolved.url.startsWith(inside) || resolved.url.startsWith('node:');
    if (!isOwn && context.parentURL !== undefined) throw new OutsideError(`${context.parentURL} loads ${resolved.url}`);
    return resolved;
  },
});
