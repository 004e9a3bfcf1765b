import type { Notice } from '../../notifications/index.js';
import type { ListRunStatus, ListRunView } from '../list-run.js';

export interface EndedRun {
  readonly run: ListRunView;
  /** The one of the same list before it. */
  readonly before: ListRunView | undefined;
  readonly title: string;
  /** Items of the list. */
  readonly total: number;
  /** Trakt has shown it before. */
  readonly wasThere: boolean;
}

type Trouble = Extract<Notice, { event: 'list.sync-failed' }>['data']['reason'];

/** Of dead tokens and blocked apps the connections tell. */
const troubles: Readonly<Partial<Record<ListRunStatus, Trouble>>> = {
  refused: 'list-refused',
  incomplete: 'list-incomplete',
  failed: 'list-failed',
  'rate-limited': 'rate-limited',
  'account-locked': 'account-locked',
  'upstream-down': 'upstream-down',
};

/**
 * What a person is told of a run: what was changed on Trakt, and trouble once, when it begins. That it healed shows in the list and is not
 * told.
 */
export function newsOfRun(ended: EndedRun): Notice[] {
  const { run, before, title } = ended;
  const of = { userId: run.userId, dedupeKey: run.id };
  const data = { listId: run.listId, runId: run.id, title };
  if (run.status === 'success') return [successOf(ended, { of, data })];
  if (run.kind === 'delete' && run.status === 'unchanged')
    return [{ ...of, event: 'list.deleted', data }];
  if (before?.status === run.status && before.kind === run.kind) return [];
  if (run.status === 'unlinked') return [{ ...of, event: 'list.unlinked', data }];
  if (run.status === 'asks') return [{ ...of, event: 'list.removals-asked', data }];
  const reason = troubles[run.status];
  return reason === undefined
    ? []
    : [{ ...of, event: failureOf(ended), data: { ...data, reason } }];
}

type Of = Pick<Notice, 'userId' | 'dedupeKey'>;
type OfList = Extract<Notice, { event: 'list.deleted' }>['data'];

function successOf(
  { run, total, wasThere }: EndedRun,
  { of, data }: { readonly of: Of; readonly data: OfList },
): Notice {
  if (run.kind === 'delete') return { ...of, event: 'list.deleted', data };
  if (!wasThere) return { ...of, event: 'list.created', data: { ...data, total } };
  const { added = 0, removed = 0 } = run.counts ?? {};
  const { trigger } = run;
  return { ...of, event: 'list.synced', data: { ...data, trigger, added, removed, total } };
}

function failureOf({ run, wasThere }: EndedRun) {
  if (run.kind === 'delete') return 'list.delete-failed';
  return wasThere ? 'list.sync-failed' : 'list.create-failed';
}
