/** Loaded by every Node process of a page: vcenter.corp.example is the simulator on this machine. */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';

const NAME = 'vcenter.corp.example';
const { lookup } = dns;
const { connect } = Socket.prototype;

interface Target {
  host?: string;
  port?: number;
}

Reflect.set(dns, 'lookup', (name: string, ...rest: unknown[]) =>
  Reflect.apply(lookup, dns, [name === NAME ? '127.0.0.1' : name, ...rest]),
);
Reflect.set(dns.promises, 'lookup', async () => ({ address: '127.0.0.1', family: 4 }));
syncBuiltinESMExports();

/** node:net hands the options over as the first of an array. */
Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
  const [first] = args;
  const target: Target = Array.isArray(first) ? first[0] : first;
  if (target?.host === NAME)
    Object.assign(target, { host: '127.0.0.1', port: Number(process.env['DOCS_VCENTER_PORT']) });
  return Reflect.apply(connect, this, args);
};
