import type { EndListRun } from '../activities/lists.js';
import type { Prepared, ReconciledPart } from '../areas/lists/index.js';
import { applicationFailureOf, endingOf } from './run-ending.js';

/** How a run of a list ends, as its closing needs it. */
export type ListEnding = Pick<EndListRun, 'status' | 'advice' | 'retryAt'>;

export const asIntended: ListEnding = { status: 'success', advice: null, retryAt: null };

export const cancelledList: ListEnding = {
  status: 'cancelled',
  advice: 'Cancelled on request; the next run goes on from here.',
  retryAt: null,
};

/** Failure types that mean that the account may not have it. */
const limits = ['account-limit', 'vip-only'];

/** How a run ends that was stopped by an error. */
export function endingOfList(error: unknown): ListEnding {
  const { stoppedBy, advice, retryAt } = endingOf(error);
  const failure = applicationFailureOf(error);
  if (failure !== null && limits.includes(failure.type ?? ''))
    return {
      status: 'refused',
      advice: `${failure.message} Let the list hold less, or make room in your account.`,
      retryAt: null,
    };
  return { status: stoppedBy, advice, retryAt };
}

type Unlinked = Extract<Prepared, { kind: 'unlinked' }>['why'] | 'before';

const whys: Readonly<Record<Unlinked, string>> = {
  deleted: 'It was deleted on Trakt.',
  'not-ours': 'Its description on Trakt does not say any more that it is ours.',
  before: 'It is gone from Trakt since an earlier run.',
};

export const unlinked = (why: Unlinked): ListEnding => ({
  ...asIntended,
  status: 'unlinked',
  advice: `${whys[why]} It is left alone; ask for a sync that links it again to have it made anew.`,
});

type Refused = Extract<Prepared, { kind: 'refused' }>;

const limitNames: Readonly<Record<Refused['limit'], string>> = {
  lists: 'lists',
  'items-per-list': 'items in a list',
  'items-in-all': 'items in all lists',
};

const advices: Readonly<Record<Refused['advice'][number], string>> = {
  'limit-rule': 'give its rule a limit',
  spill: 'let it spill into several lists',
  'delete-lists': 'delete lists on Trakt that you do not need',
  vip: 'become a VIP at Trakt',
};

export const refused = ({ limit, allowed, needed, advice }: Refused): ListEnding => ({
  ...asIntended,
  status: 'refused',
  advice: `Your Trakt account allows ${allowed} more ${limitNames[limit]}, and the list needs ${needed}. Nothing was written. You can ${advice
    .map((one) => advices[one])
    .join(', or ')}.`,
});

export const asksFirst = ({
  removing,
  shown,
}: Extract<ReconciledPart, { kind: 'asks' }>): ListEnding => ({
  ...asIntended,
  status: 'asks',
  advice: `${removing} of the ${shown} items that Trakt shows would go. Nothing was written. Ask for a sync that allows removals if that is right; else correct the rule.`,
});

export const differs = (
  what: Extract<ReconciledPart, { kind: 'differs' }>['what'],
): ListEnding => ({
  ...asIntended,
  status: what.every((one) => one === 'order') ? 'success' : 'incomplete',
  advice: `Trakt took everything and still shows other ${what.join(' and ')}; the next run looks again.`,
});
