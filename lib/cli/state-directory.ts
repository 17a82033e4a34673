/** Where `run` keeps what it knows of a vCenter, unless it is told: ports tell two behind one address apart. */
export function defaultStateDirectory(endpoint: string): string {
  const name = (URL.parse(endpoint)?.host ?? 'vcenter').replace(/[^A-Za-z0-9.-]/g, '_');
  return `.provisioning-stack/${name}`;
}
