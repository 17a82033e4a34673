/** Stands in for `debug` in bundles: with DEBUG=node-soap node-soap would print requests, with the password in them. */

function createSilent(): () => void {
  return () => {};
}

// biome-ignore lint/style/noDefaultExport: node-soap takes the default export
export default createSilent;
