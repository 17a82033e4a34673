import { expect, test } from '@jest/globals';
import { nearestMember } from '../../lib/reconcile/did-you-mean.ts';
import { settingsSchema } from '../../lib/reconcile/settings-members.ts';

test.each<[string, string, string | undefined]>([
  ['', 'gatway', 'gateway'],
  ['', 'MTU', 'mtu'],
  ['', 'portGroup', 'portgroup'],
  ['', 'dnsServers', undefined],
  ['', 'x', undefined],
  ['dns', 'server', 'servers'],
  ['dns', 'search_domains', 'searchDomains'],
  ['vmotion', 'adress', 'address'],
  ['vmotion.dns', 'domains', 'domain'],
  ['address', 'range', 'ranges'],
  ['address', 'subnet', undefined],
  ['routes.0', 'gatway', 'gateway'],
  ['verify', 'pingGatway', 'pingGateway'],
  ['absent.0', 'gatway', undefined],
])('at "%s", "%s" may have been meant as %s', (path, name, expected) => {
  expect(nearestMember(settingsSchema, path === '' ? [] : path.split('.'), name)).toBe(expected);
});
