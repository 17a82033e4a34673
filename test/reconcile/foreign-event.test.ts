import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type HostMessage, WAKING_EVENTS } from '../../lib/contract.ts';
import { OnboardingError } from '../../lib/errors.ts';
import { readForeignEvent } from '../../lib/reconcile/foreign-event.ts';
import { problemsFrom } from '../builders.ts';
import {
  CREATED,
  lowerCamel,
  onBus,
  pyVmomi,
  routerEvent,
  SHAPES,
  SOURCE,
  sourceEvent,
  toSubscriber,
  upperCamel,
  viJson,
  xml,
} from '../foreign-events.ts';

const NAMES = { vc01: ['vcenter.example.com'], vc02: ['10.0.0.9'] };
const ADDED = { key: 280034, eventTypeId: 'HostAddedEvent' };

const read = (value: unknown) => readForeignEvent(value, NAMES);
const message = (over: Partial<HostMessage> = {}) => ({
  wakes: true,
  message: {
    version: 1,
    vcenter: 'vc01',
    host: { moref: 'host-21', name: 'esx01.example.com' },
    cause: { kind: 'event', eventTypeId: 'HostAddedEvent', key: 280034, createdTime: CREATED },
    ...over,
  },
});
const cause = (over: object) => ({ ...message().message.cause, ...over }) as HostMessage['cause'];

describe.each(SHAPES)('an event of %s', (_, shape) => {
  test('is the message that names its host and its vCenter', () => {
    expect(read(shape(ADDED))).toEqual(message());
  });

  test('has the key that it had, also one below zero', () => {
    expect(read(shape({ ...ADDED, key: -2147483648 }))).toEqual(message({ cause: cause({ key: -2147483648 }) }));
  });

  test('that wakes no host is known for what it is', () => {
    expect(read(shape({ ...ADDED, eventTypeId: 'VmPoweredOnEvent' }))).toEqual({
      wakes: false,
      eventTypeId: 'VmPoweredOnEvent',
    });
  });
});

test.each(WAKING_EVENTS)('%s wakes its host', (eventTypeId) => {
  expect(read(routerEvent({ ...ADDED, eventTypeId }))).toEqual(message({ cause: cause({ eventTypeId }) }));
});

describe('a DvsHostJoinedEvent', () => {
  const joined = { ...ADDED, eventTypeId: 'DvsHostJoinedEvent' };
  const { Host: HostJoined, ...event } = upperCamel(joined);
  const { host, ...viEvent } = viJson(joined);
  const { host: pyHost, ...pyEvent } = pyVmomi(joined);

  test.each([
    ['of the router', routerEvent(joined, { ...event, Host: null, HostJoined })],
    ['in VI-JSON', onBus({ ...viEvent, hostJoined: host })],
    ['of pyVmomi', onBus({ ...pyEvent, host: null, hostJoined: pyHost })],
    [
      'in XML',
      sourceEvent(
        joined,
        xml(joined).replace('<host><', '<hostJoined><').replace('</host></host>', '</host></hostJoined>'),
      ),
    ],
  ])('%s names its host as hostJoined', (_, value) => {
    expect(read(value)).toEqual(message({ cause: cause({ eventTypeId: 'DvsHostJoinedEvent' }) }));
  });
});

test('an extended event is called by its own id, not by its class, and wakes no host', () => {
  const data = viJson({ key: 1, eventTypeId: 'EventEx' });
  const event = routerEvent({ key: 1, eventTypeId: 'esx.audit.net.firewall.disabled' }, data);
  expect(read({ ...event, type: 'com.vmware.event.router/eventex' })).toEqual({
    wakes: false,
    eventTypeId: 'esx.audit.net.firewall.disabled',
  });
});

describe('the vCenter of an event', () => {
  test.each([
    'https://vcenter.example.com/sdk',
    'https://VCENTER.Example.COM:443/sdk',
    'https://vcenter.example.com.:8443/sdk',
    'https://user:secret@vcenter.example.com/sdk',
    'vcenter.example.com',
    'vcenter.example.com.',
    'vcenter.example.com:443',
  ])('is found by the source %s', (source) => {
    expect(read({ ...routerEvent(ADDED), source })).toEqual(message());
  });

  test('is found by any of its names', () => {
    expect(read({ ...routerEvent(ADDED), source: 'https://10.0.0.9/sdk' })).toEqual(message({ vcenter: 'vc02' }));
  });

  test('is found by a source that is no host, too', () => {
    const value = { ...routerEvent(ADDED), source: 'URN:vCenter:One' };
    expect(readForeignEvent(value, { vc03: ['urn:vcenter:one'] })).toEqual(message({ vcenter: 'vc03' }));
  });

  test("is what the router says, not what put the router's event on the bus", () => {
    expect(read(onBus(routerEvent(ADDED), 'HostAddedEvent', 'my-bridge'))).toEqual(message());
  });

  test('is refused by name when it has none of the names', () => {
    const value = { ...routerEvent(ADDED), source: 'https://user:secret@other.example.com/sdk' };
    expect(problemsFrom(() => read(value))).toEqual([
      'source-unknown: No vCenter goes by the name "other.example.com", from which an event came.',
    ]);
  });

  test.each(['https://vcenter.example.com@evil.example/sdk', 'https://evil.example/vcenter.example.com', 'urn:x', ''])(
    'is not taken from another part of the source %j',
    (source) => {
      expect(() => read({ ...routerEvent(ADDED), source })).toThrow(
        expect.objectContaining({ code: 'source-unknown' }),
      );
    },
  );

  test('has to be said', () => {
    expect(problemsFrom(() => read(viJson(ADDED)))).toEqual([
      expect.stringMatching(
        /^message-malformed: .* nothing around the HostAddedEvent says which vCenter it is from\.$/,
      ),
    ]);
  });
});

describe('an event of no known shape is malformed, and says why:', () => {
  const without = (name: string) => {
    const event = Object.entries(upperCamel(ADDED)).filter(([member]) => member !== name);
    return routerEvent(ADDED, Object.fromEntries(event));
  };
  const withHost = (Value: unknown) =>
    routerEvent(ADDED, { ...upperCamel(ADDED), Host: { Name: 'x', Host: { Type: 'HostSystem', Value } } });

  test.each([
    ['nothing', undefined, 'no subject'],
    ['text', 'Event [280034] [vim.event.HostAddedEvent]', 'neither JSON nor XML'],
    ['a list', [routerEvent(ADDED)], 'no subject'],
    ['two notifications', { Records: [...toSubscriber('{}').Records, ...toSubscriber('{}').Records] }, 'no subject'],
    ['no name', lowerCamel(ADDED), 'no subject'],
    ['no host', without('Host'), 'names no host'],
    ['no key', without('Key'), 'key: '],
    ['a key that is no number', routerEvent(ADDED, { ...upperCamel(ADDED), Key: 'x' }), 'key: '],
    ['no time', without('CreatedTime'), 'createdTime: '],
    [
      'a time of no zone',
      routerEvent(ADDED, { ...upperCamel(ADDED), CreatedTime: '2026-01-15T09:30:11' }),
      'createdTime: ',
    ],
    ['no data', { ...routerEvent(ADDED), data: undefined }, 'event: '],
    ['another kind of object', withHost('vm-21'), 'host.host: is no host-<digits>'],
    ['an address for a host', withHost('host-21.evil.example'), 'host.host: is no host-<digits>'],
    ['a path for a host', withHost('../host-21/..'), 'host.host: is no host-<digits>'],
    ['broken XML', sourceEvent(ADDED, '<HostAddedEvent><key>1</HostAddedEvent>'), 'no XML'],
    [
      'XML with entities',
      sourceEvent(ADDED, `<!DOCTYPE x [<!ENTITY k "1">]>${xml(ADDED)}`),
      'a document type is declared',
    ],
    [
      'what is no event of vSphere',
      onBus({ state: 'running' }, 'EC2 Instance State-change Notification', 'aws.ec2'),
      'key: ',
    ],
    [
      'layer in layer',
      SHAPES.reduce<unknown>((inner) => onBus(inner), routerEvent(ADDED)),
      'wrapped more than 4 times',
    ],
  ])('%s', (_, value, reason) => {
    expect(problemsFrom(() => read(value))).toEqual([
      expect.stringMatching(new RegExp(`^message-malformed: .*${reason}`)),
    ]);
  });
});

test('whatever comes in, is a message, of no interest, or an error of ours', () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.string().map((text) => sourceEvent(ADDED, `<${text}`)),
    fc.json().map((text) => onBus(text)),
    fc.anything().map((data) => routerEvent(ADDED, data)),
    fc.record({
      _typeName: fc.constant('HostAddedEvent'),
      key: fc.anything(),
      createdTime: fc.string(),
      host: fc.anything(),
    }),
  );
  fc.assert(
    fc.property(anything, (value) => {
      try {
        expect(read(value)).toHaveProperty('wakes');
      } catch (error) {
        expect(error).toBeInstanceOf(OnboardingError);
      }
    }),
  );
});

test('a source is only compared: no part of it is in the message', () => {
  expect(JSON.stringify(read(routerEvent(ADDED)))).not.toContain(new URL(SOURCE).host);
});
