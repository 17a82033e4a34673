/** A container view for the time of some work. */
import type { LoggedIn } from './session.ts';
import type { ManagedObjectReference } from './vim25-types.ts';

/** Makes a view of all objects of these classes below the root folder. */
export async function openView({ client, content }: LoggedIn, types: string[]): Promise<ManagedObjectReference> {
  return client.call('CreateContainerView', {
    _this: content.viewManager ?? { type: 'ViewManager', value: 'ViewManager' },
    container: content.rootFolder,
    type: types,
    recursive: true,
  });
}

/** Destroys a view; a failure is of no consequence, since views end with their session. */
export async function closeView({ client }: LoggedIn, view: ManagedObjectReference): Promise<void> {
  await client.call('DestroyView', { _this: view }).catch(() => undefined);
}

/** Work on a view, which is destroyed afterwards. */
export async function withView<T>(
  session: LoggedIn,
  types: string[],
  work: (view: ManagedObjectReference) => Promise<T>,
): Promise<T> {
  const view = await openView(session, types);
  try {
    return await work(view);
  } finally {
    await closeView(session, view);
  }
}
