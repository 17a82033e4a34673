/** The property reads of hosts, in wire order. */
import { ancestorProperties, HOST_PATHS } from './host-properties.ts';
import { traversal } from './properties.ts';
import type { ManagedObjectReference, PropertyFilterSpec, SelectionSpec } from './vim25-types.ts';

/** One host, the objects above it, and the recent tasks of the host and of its compute resource. */
export function hostSpec(host: ManagedObjectReference, asksForProfile: boolean): PropertyFilterSpec {
  return {
    propSet: [
      { type: 'HostSystem', pathSet: HOST_PATHS },
      ...ancestorProperties(asksForProfile),
      { type: 'Task', pathSet: ['info.state'] },
    ],
    objectSet: [{ obj: host, skip: false, selectSet: surroundingsOfHost() }],
  };
}

/** The properties of all hosts of a view. */
export function allHostsSpec(view: ManagedObjectReference): PropertyFilterSpec {
  return viewSpec(view, [{ type: 'HostSystem', pathSet: HOST_PATHS }], []);
}

/** What surrounds the hosts of a view; a task says here whose it is. */
export function surroundingsSpec(view: ManagedObjectReference, asksForProfile: boolean): PropertyFilterSpec {
  const tasks = { type: 'Task', pathSet: ['info.state', 'info.entity'] };
  return viewSpec(view, [...ancestorProperties(asksForProfile), tasks], surroundingsOfHost());
}

/** The names of all hosts of a view. */
export function hostNamesSpec(view: ManagedObjectReference): PropertyFilterSpec {
  return viewSpec(view, [{ type: 'HostSystem', pathSet: ['name'] }], []);
}

/** The members of a view, and what is reached from them. */
function viewSpec(
  view: ManagedObjectReference,
  propSet: PropertyFilterSpec['propSet'],
  selectSet: SelectionSpec[],
): PropertyFilterSpec {
  const members = traversal('ContainerView', 'view', selectSet);
  return { propSet, objectSet: [{ obj: view, skip: true, selectSet: [members] }] };
}

/** Upwards by a traversal that selects itself again, and to the recent tasks. */
function surroundingsOfHost(): SelectionSpec[] {
  const computeResourceTasks = traversal('ComputeResource', 'recentTask');
  const ancestors = traversal('ManagedEntity', 'parent', [{ name: 'ancestors' }, computeResourceTasks], 'ancestors');
  return [ancestors, traversal('HostSystem', 'recentTask')];
}
