import { InputError } from '../platform/lib/errors.js';

/** Throws InputError that lists what is left to be set up before anything can be synced. */
export function assertConnected({ todo }: { readonly todo: readonly string[] }): void {
  if (todo.length === 0) return;
  throw new InputError(
    'accounts',
    todo.map((message) => ({ place: 'connections', message })),
  );
}
