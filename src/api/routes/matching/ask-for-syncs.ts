import { randomUUID } from 'node:crypto';
import { messageOf } from '../../../platform/lib/errors.js';
import type { ApiContext, RawRequest } from '../../route.js';
import { planPath } from '../plans.js';
import { toTicketBody } from '../sync.js';

interface Ask {
  readonly userId: string;
  /** Plays of the person's own that wait. */
  readonly waiting: number;
  readonly released: readonly { readonly userId: string; readonly plays: number }[];
}

type Ports = Pick<ApiContext, 'plans' | 'review' | 'settings' | 'syncs' | 'othersAsked'>;

/** Asks for the sync that takes up what was put back into line; for others too, where what they share has changed. */
export async function askForSyncs(ask: Ask, ports: Ports, log: RawRequest['log']) {
  const { userId, waiting, released } = ask;
  const others = released.filter((each) => each.userId !== userId && each.plays > 0);
  await askForOthers(
    others.map((each) => each.userId),
    ports,
    log,
  );
  const own = released.find((each) => each.userId === userId)?.plays ?? 0;
  const told = { released: own, people: others.length };
  if (waiting + own === 0) return { status: 200 as const, body: { ...told, sync: null } };
  const { location, ticket } = await askFor(userId, ports);
  return {
    status: 202 as const,
    headers: { location },
    body: { ...told, sync: ticket },
  };
}

/** As the person's settings have it: for real, or only worked out. */
async function askFor(userId: string, { plans, settings, syncs }: Ports) {
  const wish = { requestId: `settled-${randomUUID()}`, mode: 'normal', trigger: 'manual' } as const;
  if ((await settings.read(userId)).dryRun) {
    const { planId, ...ticket } = await plans.request(userId, wish);
    const body = { ...toTicketBody({ runId: planId, ...ticket }), dry_run: true };
    return { location: planPath(planId), ticket: body };
  }
  const ticket = await syncs.request(userId, wish);
  return { location: `/api/v1/runs/${ticket.runId}`, ticket: toTicketBody(ticket) };
}

/** What is not asked for is done at its next due time: a failure is logged, and no reason to take the change back. */
async function askForOthers(
  userIds: readonly string[],
  { review, syncs, othersAsked }: Ports,
  log: RawRequest['log'],
): Promise<void> {
  const people = (await review.syncable(userIds)).slice(0, othersAsked);
  for (const userId of people) {
    const wish = {
      requestId: `settled-${randomUUID()}`,
      mode: 'normal',
      trigger: 'manual',
    } as const;
    try {
      await syncs.request(userId, wish);
    } catch (error) {
      log.warn({ userId, reason: messageOf(error) }, 'a sync could not be asked for');
    }
  }
}
