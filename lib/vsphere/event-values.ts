/** vCenter events as the forwarder needs them. */
import type { HostReference } from '../contract.ts';
import type { VcenterEvent } from '../reconcile/ports.ts';
import type { DvsHostJoinedEvent, Event, EventEx, HostEventArgument } from './vim25-types.ts';

/**
 * An event. Its class is `xsi:type`, save for EventEx and ExtendedEvent, which carry their own id. Classes that our
 * WSDL does not know come as Event with further members.
 */
export function vcenterEvent(event: Event): VcenterEvent {
  const { eventTypeId } = event as Partial<EventEx>;
  // a DvsHostJoinedEvent may leave `host` unset (vSphere API)
  const { hostJoined } = event as Partial<DvsHostJoinedEvent>;
  const host = hostReference(hostJoined) ?? hostReference(event.host);
  return {
    key: event.key,
    eventTypeId: eventTypeId ?? event._type ?? 'Event',
    createdTime: event.createdTime,
    ...(host === undefined ? {} : { host }),
  };
}

function hostReference(argument: HostEventArgument | undefined): HostReference | undefined {
  return argument?.host === undefined ? undefined : { moref: argument.host.value, name: argument.name ?? '' };
}
