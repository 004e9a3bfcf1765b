import { randomUUID } from 'node:crypto';
import { InputError } from '../../../platform/lib/errors.js';
import type { ListDraft } from '../list.js';
import type { ListStore } from '../stores/list-store.js';
import { workOut, type WorkedOut, type WorkingOutDeps } from '../syncing/working-out.js';
import { faultsOfDraft } from './faults-of-draft.js';

export interface Previewing {
  readonly userId: string;
  readonly draft: Pick<ListDraft, 'name' | 'description' | 'rule'>;
  /** Of the list that would be changed; null: of a new one. */
  readonly listId: string | null;
}

/** What such a list would hold now, from what is known; nothing is kept. Throws InputError, as keeping it would. */
export async function previewList(
  deps: WorkingOutDeps & { readonly lists: Pick<ListStore, 'all'> },
  { userId, draft, listId }: Previewing,
): Promise<WorkedOut> {
  const others = await deps.lists.all(userId);
  if (listId !== null && others.every(({ id }) => id !== listId))
    throw new InputError('list', [{ place: '/list_id', message: 'is no list of yours' }]);
  const id = listId ?? randomUUID();
  const faults = faultsOfDraft({ id, draft, others });
  if (faults.length > 0) throw new InputError('list', faults);
  return workOut(deps, userId, { id, name: draft.name, rule: draft.rule });
}
