import {
  CancellationScope,
  isCancellation,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { activityProxies } from './activity-proxies.js';
import { searchAttributes, type DeleteListInput, type RunOutcome } from './contract.js';
import { asIntended, cancelledList, endingOfList, type ListEnding } from './list-ending.js';

const minute = 60_000;

const unhurried = { first: minute, longest: 6 * 60 * minute };

/** About a month of them. */
const mostAttempts = 130;

/** Deletes a list on Trakt that is deleted here, and keeps trying until Trakt says that it is gone. */
export async function deleteList(input: DeleteListInput): Promise<RunOutcome> {
  await activityProxies().db.openListDeletion(input);
  let ending: ListEnding;
  let cancelled: { readonly error: unknown } | undefined;
  try {
    ending = await keepTrying(input);
  } catch (error) {
    ending = isCancellation(error) ? cancelledList : endingOfList(error);
    if (isCancellation(error)) cancelled = { error };
  }
  const { status } = await CancellationScope.nonCancellable(() =>
    activityProxies().db.closeListRun({ ...input, ...ending }),
  );
  upsertSearchAttributes([{ key: searchAttributes.outcome, value: status }]);
  if (cancelled !== undefined) throw cancelled.error;
  return { runId: input.runId, status };
}

async function keepTrying(input: DeleteListInput): Promise<ListEnding> {
  const { list, db } = activityProxies();
  const { first, longest } = input.pace ?? unhurried;
  let ending = asIntended;
  for (let failed = 0; failed < mostAttempts;) {
    try {
      const done = await list.deleteListOnTrakt(input);
      if (done.kind === 'deleted') return done.left === 0 ? asIntended : left;
      await sleep(done.ms);
    } catch (error) {
      if (isCancellation(error)) throw error;
      failed += 1;
      ending = endingOfList(error);
      await db.tellListDeletion({ ...input, advice: ending.advice ?? 'It failed.' });
      await sleep(Math.min(first * 2 ** (failed - 1), longest));
    }
  }
  return { ...ending, status: 'failed' };
}

const left: ListEnding = {
  ...asIntended,
  advice: 'Its list on Trakt does not say any more that it is ours, and was left alone.',
};
