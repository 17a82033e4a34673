/** What nobody has confirmed about the two channels by which a stack gets its DNS and routes, in every form. */
import { afterEach, test } from '@jest/globals';
import type { SettingsDocument } from '../../lib/reconcile/settings-document.ts';
import type { Engine } from './engine.ts';
import { type Case, GATEWAY, playCase, startCase, titled } from './unconfirmed-case.ts';

const ROUTES: SettingsDocument = { routes: [{ network: '10.30.0.0/16', gateway: '10.20.0.254' }] };
const DNS: SettingsDocument = { dns: { servers: ['10.0.0.53'], domain: 'corp.example', searchDomains: ['example'] } };
const NEVER: SettingsDocument = { esxcli: 'never' };
const WARN: SettingsDocument = { onUnsupported: 'warn' };
const ROUTED = { gateway: GATEWAY, routes: ['10.30.0.0/16 10.20.0.254'] };
const NAMED = { gateway: GATEWAY, servers: ['10.0.0.53'] };
const REFUSED_WORDS = /cannot be configured/;
const [REFUSED_ROUTES, REFUSED_DNS] = [{ staticRoutes: 'refused' }, { dns: 'refused' }];
const UNTOUCHED = { ends: 'failed fault-refused fault-refused', says: REFUSED_WORDS };

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'row 1: static routes on the stack': [
    { answers: { staticRoutes: 'accepted' }, settings: ROUTES, ends: 'converged', reads: ROUTED },
    { answers: REFUSED_ROUTES, settings: ROUTES, ends: 'converged', reads: ROUTED },
    { answers: { staticRoutes: 'dropped' }, settings: ROUTES, ends: 'converged', reads: ROUTED },
    { answers: REFUSED_ROUTES, settings: { ...ROUTES, ...NEVER }, ...UNTOUCHED },
    {
      answers: REFUSED_ROUTES,
      settings: { ...ROUTES, ...NEVER, ...WARN },
      ends: 'degraded fault-refused',
      reads: { ...ROUTED, routes: [] },
      says: REFUSED_WORDS,
    },
    {
      answers: { staticRoutes: 'dropped' },
      settings: { ...ROUTES, ...NEVER },
      ends: 'failed change-ignored change-ignored',
      says: /shows nothing of it/,
    },
    {
      answers: { staticRoutes: 'dropped' },
      settings: { ...ROUTES, ...NEVER, ...WARN },
      ends: 'degraded change-ignored',
      reads: { ...ROUTED, routes: [] },
      says: /shows nothing of it/,
    },
  ],
  'row 2: DNS of the stack': [
    { answers: { dns: 'accepted' }, settings: DNS, ends: 'converged', reads: NAMED },
    { answers: REFUSED_DNS, settings: DNS, ends: 'converged', reads: NAMED },
    { answers: { dns: 'dropped' }, settings: DNS, ends: 'converged', reads: NAMED },
    { answers: REFUSED_DNS, settings: { ...DNS, ...NEVER }, ...UNTOUCHED },
    {
      answers: REFUSED_DNS,
      settings: { ...DNS, ...NEVER, ...WARN },
      ends: 'degraded fault-refused',
      reads: { ...NAMED, servers: [] },
      says: REFUSED_WORDS,
    },
    {
      answers: { dns: 'dropped' },
      settings: { ...DNS, ...NEVER },
      ends: 'failed change-ignored change-ignored',
      says: /shows nothing of it/,
    },
  ],
  'rows 1 and 2, where esxcli does not help': [
    {
      answers: { ...REFUSED_DNS, esxcli: 'methodNotFound' },
      settings: DNS,
      ends: 'failed esxcli-unavailable esxcli-unavailable',
      says: REFUSED_WORDS,
    },
    {
      answers: { ...REFUSED_DNS, esxcli: 'notSupported' },
      settings: DNS,
      ends: 'failed esxcli-unavailable esxcli-unavailable',
      says: REFUSED_WORDS,
    },
    {
      answers: { ...REFUSED_DNS, esxcliDns: 'refused' },
      settings: DNS,
      ends: 'failed esxcli-refused esxcli-refused',
      says: REFUSED_WORDS,
    },
    {
      answers: { ...REFUSED_DNS, esxcliDns: 'refused', esxcliFault: 'inMessage' },
      settings: DNS,
      ends: 'failed esxcli-refused esxcli-refused',
    },
    {
      answers: { ...REFUSED_ROUTES, esxcliRoutes: 'refused' },
      settings: ROUTES,
      ends: 'failed esxcli-refused esxcli-refused',
    },
    {
      answers: { ...REFUSED_ROUTES, esxcliRoutes: 'dropped' },
      settings: ROUTES,
      ends: 'failed change-ignored change-ignored',
    },
    { answers: { ...REFUSED_DNS, esxcliDns: 'dropped' }, settings: DNS, ends: 'failed change-ignored change-ignored' },
    { answers: { ...REFUSED_DNS, esxcliShows: 'atOnce' }, settings: DNS, ends: 'converged', reads: NAMED },
    {
      answers: { ...REFUSED_DNS, esxcliPrivilege: 'Host.Cim.CimInteraction' },
      settings: DNS,
      ends: 'converged',
      reads: NAMED,
    },
  ],
};

let engine: Engine;
afterEach(() => engine.close());

test.each(titled(CASES))('%s: %s, by %s', async (_row, _form, _by, each) => {
  engine = await startCase(each);
  await playCase(engine, each);
});
