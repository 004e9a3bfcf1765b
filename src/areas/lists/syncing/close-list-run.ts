import type { Clock } from '../../../platform/lib/clock.js';
import type { Audit } from '../../audit/index.js';
import type { Notifications } from '../../notifications/index.js';
import type { ListStanding } from '../list.js';
import type { ListRunStatus, ListRunView } from '../list-run.js';
import type { ItemStore } from '../stores/item-store.js';
import type { ListRecord, ListStore } from '../stores/list-store.js';
import type { PartStore } from '../stores/part-store.js';
import type { ListRunStore } from '../stores/run-store.js';
import { countChanges } from './count-changes.js';
import type { OfListRun } from './list-access.js';
import { missingItems } from './missing-items.js';
import { newsOfRun } from './news-of-run.js';

export interface ListRunEnding extends OfListRun {
  readonly status: Exclude<ListRunStatus, 'running' | 'unchanged'>;
  readonly advice: string | null;
  readonly retryAt: Date | null;
}

export interface CloseListRunDeps {
  readonly lists: ListStore;
  readonly items: ItemStore;
  readonly runs: ListRunStore;
  readonly parts: Pick<PartStore, 'all'>;
  readonly notifications: Pick<Notifications, 'notify'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
}

/** Items named in the record of a run. */
const named = 300;

/**
 * Closes a run with its counts, and says how the list stands since. The person is told of a change of that. Safe to repeat: a closed run keeps
 * its first ending, and each thing is told once.
 */
export async function closeListRun(
  deps: CloseListRunDeps,
  ending: ListRunEnding,
): Promise<{ readonly status: ListRunStatus }> {
  const { runs, lists, items, clock } = deps;
  const { userId, listId, runId } = ending;
  const run = await runs.find(userId, runId);
  if (run === undefined) return { status: ending.status };
  const missing = missingItems(await items.keys(listId), await items.learnt(listId, clock.now()));
  const counts = countChanges(await runs.shown(runId), missing);
  const isUnchanged =
    counts !== null && counts.added + counts.removed === 0 && !(await wasWritten(deps, run));
  await runs.end(
    runId,
    {
      status: ending.status === 'success' && isUnchanged ? 'unchanged' : ending.status,
      advice: ending.advice,
      retryAt: ending.retryAt,
      counts,
      missing: missing.slice(0, named),
    },
    clock.now(),
  );
  const closed = await runs.find(userId, runId);
  if (closed === undefined) return { status: ending.status };
  const list = await lists.find(userId, listId);
  if (list !== undefined) await conclude(deps, closed, list);
  return { status: closed.status };
}

/** A list made, renamed or put in order was changed, though no item came or went. */
const wasWritten = async (
  { parts }: Pick<CloseListRunDeps, 'parts'>,
  { listId, startedAt }: ListRunView,
): Promise<boolean> =>
  (await parts.all(listId)).some(({ writtenAt }) => writtenAt !== null && writtenAt >= startedAt);

async function conclude(
  { lists, runs, notifications, audit, clock }: CloseListRunDeps,
  closed: ListRunView,
  list: ListRecord,
): Promise<void> {
  const standing = standingOf(closed, list);
  if (standing !== list.standing || closed.advice !== list.advice)
    await lists.stand(list.id, { standing, advice: closed.advice }, clock.now());
  const before = await runs.endedBefore(closed);
  const wasThere = await runs.wasShownBefore(closed);
  const { title, name, count: total } = list;
  const ended = { run: closed, before, title: title ?? name, total, wasThere };
  for (const notice of newsOfRun(ended)) await notifications.notify(notice);
  await audit.record(toRecord(closed));
}

const standings: Readonly<Partial<Record<ListRunStatus, ListStanding>>> = {
  success: 'synced',
  unchanged: 'synced',
  asks: 'asks',
  refused: 'refused',
  unlinked: 'unlinked',
};

/** A cancelled run changes nothing about it; what is being deleted is not called otherwise by what came too late. */
function standingOf(
  { kind, status }: ListRunView,
  { standing, deletedAt }: ListRecord,
): ListStanding {
  if (kind === 'delete')
    return status === 'success' || status === 'unchanged' ? 'deleted' : standing;
  if (deletedAt !== null || status === 'cancelled') return standing;
  return standings[status] ?? 'failing';
}

const asIntended: readonly ListRunStatus[] = ['success', 'unchanged', 'cancelled'];

/** Of a closing that is repeated the first record stays. */
const toRecord = ({ id, userId, listId, kind, trigger, status, counts, workflowId }: ListRunView) =>
  ({
    actor: { kind: 'system', name: 'lists' },
    action: kind === 'delete' ? 'list.removed' : 'list.synced',
    target: { kind: 'list', id: listId },
    outcome: asIntended.includes(status) ? 'done' : 'failed',
    workflowId,
    detail: { of: userId, runId: id, trigger, status, counts },
    once: `list-run/${id}`,
  }) as const;
