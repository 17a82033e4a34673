import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { effectiveSettings, type HostPlace, scopesOf } from '../../lib/reconcile/settings.ts';
import { directory, stored } from '../builders.ts';

const HERE: HostPlace = {
  host: { moref: 'host-21', name: 'esx-021.corp.example' },
  datacenter: 'DC0',
  cluster: 'C0',
};
const SCOPES = scopesOf(HERE);

const members = fc.record(
  {
    mode: fc.constantFrom('off', 'report', 'onboard', 'enforce'),
    portgroup: fc.constantFrom('pg-provisioning', 'Provisioning'),
    gateway: fc.constantFrom('10.20.0.1', '10.20.0.254', null),
    mtu: fc.constantFrom(1500, 9000),
    dns: fc.option(
      fc.record({ servers: fc.constant(['10.0.0.53']), domain: fc.constant('a.example') }, { requiredKeys: [] }),
    ),
    settleSeconds: fc.constantFrom(0, 120),
  },
  { requiredKeys: [] },
);

/** A document for some of the scopes of a host, the nearest last; at least one. */
const documents = fc
  .array(fc.option(members), { minLength: SCOPES.length, maxLength: SCOPES.length })
  .map((contents) =>
    contents.flatMap((content, index) => (content === null ? [] : [stored(content, SCOPES[index], index + 1)])),
  )
  .filter(({ length }) => length > 0);

const contentOf = ({ text }: ReturnType<typeof stored>): Record<string, unknown> => JSON.parse(text);

test('every member comes whole from the nearest scope that has it, and says from where', () => {
  fc.assert(
    fc.property(documents, (some) => {
      const { values, origins } = effectiveSettings(HERE, some, directory());
      const names = new Set(some.flatMap((document) => Object.keys(contentOf(document))));
      expect(new Set(Object.keys(values))).toEqual(names);
      for (const name of names) {
        const nearest = some.findLast((document) => name in contentOf(document));
        expect(Object.entries(values).find(([member]) => member === name)?.[1]).toEqual(
          contentOf(nearest ?? stored())[name],
        );
        expect(Object.entries(origins).find(([member]) => member === name)?.[1]).toBe(nearest?.origin);
      }
    }),
  );
});

test('the order in which documents are found, and those of other scopes, change nothing', () => {
  fc.assert(
    fc.property(documents, members, (some, other) => {
      const found = [
        ...some.toReversed(),
        stored(other, 'hosts/esx-099.corp.example'),
        stored(other, 'datacenters/DC1'),
      ];
      expect(effectiveSettings(HERE, found, directory())).toEqual(effectiveSettings(HERE, some, directory()));
    }),
  );
});

test('every document that covers the host is named with its version, the nearest last', () => {
  fc.assert(
    fc.property(documents, (some) => {
      const { versions } = effectiveSettings(HERE, some, directory());
      expect(versions).toEqual(some.map(({ origin, version }) => ({ origin, version })));
    }),
  );
});
