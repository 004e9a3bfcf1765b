import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { groupBy } from '../../../platform/lib/group-by.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { Accounts, ExpiringKey } from '../../accounts/index.js';
import type { Audit } from '../../audit/index.js';
import type { Connections } from '../../connections/index.js';
import type { Notifications } from '../../notifications/index.js';
import type { Expiring, Reminder } from './expiring.js';
import { dueStep, stepAt } from './ladder.js';
import { noticesOf } from './notices.js';
import { createReminderStore, type ToldOf } from './reminder-store.js';

export interface ExpirationsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly accounts: { readonly keys: Pick<Accounts['keys'], 'expiring' | 'endExpired'> };
  readonly connections: Pick<Connections, 'expiring'>;
  readonly notifications: Pick<Notifications, 'notify' | 'wake'>;
  readonly audit: Pick<Audit, 'record'>;
}

export interface ExpirationsChecked {
  /** Keys and connections that end by themselves. */
  readonly total: number;
  /** That a step has come for. */
  readonly due: number;
  readonly sent: number;
  /** Could not be written down; tried again by the next run. */
  readonly failed: number;
  /** Told before, or nobody to be told. */
  readonly skipped: number;
  /** Keys that had ended, and are revoked by now. */
  readonly disabled: number;
}

export interface Expirations {
  /**
   * Tells people of keys and connections that end, each step once, and revokes keys that have ended. Safe to repeat, and in two
   * processes at once: what is told and what is revoked stands in one transaction per person.
   */
  check(signal?: AbortSignal): Promise<ExpirationsChecked>;
}

export const createExpirations = (deps: ExpirationsDeps): Expirations => ({
  async check(signal) {
    const now = deps.clock.now();
    const [keys, connections] = await Promise.all([
      deps.accounts.keys.expiring(),
      deps.connections.expiring(now),
    ]);
    const all: Expiring[] = [
      ...keys.map((key) => ({ ...key, kind: 'api-key' as const })),
      ...connections.map(({ service, ...one }) => ({
        ...one,
        ...{ kind: 'connection' as const, id: service },
      })),
    ];
    const told = await createReminderStore(deps).told(all);
    const looking = { now, told, names: new Map(keys.map((key) => [key.id, key])) };
    let sum = nothing;
    for (const [, ofPerson] of groupBy(all, ({ userId }) => userId)) {
      signal?.throwIfAborted();
      sum = add(sum, await checkPerson(deps, looking, ofPerson));
    }
    if (sum.sent > 0) deps.notifications.wake();
    return { total: all.length, ...sum };
  },
});

interface Looking {
  readonly now: Date;
  readonly told: ToldOf;
  readonly names: ReadonlyMap<string, ExpiringKey>;
}

type Sum = Omit<ExpirationsChecked, 'total'>;
const nothing: Sum = { due: 0, sent: 0, failed: 0, skipped: 0, disabled: 0 };

const add = (one: Sum, other: Sum): Sum => ({
  due: one.due + other.due,
  sent: one.sent + other.sent,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
  disabled: one.disabled + other.disabled,
});

async function checkPerson(
  deps: ExpirationsDeps,
  { now, told, names }: Looking,
  ofPerson: readonly Expiring[],
): Promise<Sum> {
  const due = ofPerson.filter((of) => stepAt(of.expiresAt, now) !== undefined).length;
  const news = ofPerson.flatMap((of): Reminder[] => {
    const step = of.isKeptOut ? undefined : dueStep(of.expiresAt, now, told(of));
    return step === undefined ? [] : [{ of, step }];
  });
  const over = ofPerson.filter((of) => of.kind === 'api-key' && of.expiresAt <= now);
  if (news.length === 0 && over.length === 0) return { ...nothing, due, skipped: due };
  try {
    const { sent, disabled } = await deps.db.$transaction(async (tx) => {
      const fresh = await createReminderStore(deps).record(tx, news, now);
      for (const notice of noticesOf(fresh, names)) await deps.notifications.notify(notice, tx);
      return { sent: fresh.length, disabled: await endKeys(deps, tx, { over, now }) };
    });
    return { due, sent, failed: 0, skipped: due - sent, disabled };
  } catch (error) {
    const userId = ofPerson[0]?.userId;
    deps.log.error({ err: error, userId }, 'reminders could not be written down');
    return { ...nothing, due, failed: news.length, skipped: due - news.length };
  }
}

/** They are not taken any more anyway: now it shows. */
async function endKeys(
  { accounts, audit }: ExpirationsDeps,
  tx: DatabaseSession,
  { over, now }: { readonly over: readonly Expiring[]; readonly now: Date },
): Promise<number> {
  const ids = over.map(({ id }) => id);
  const ended = await accounts.keys.endExpired(ids, now, tx);
  for (const id of ended)
    await audit.record(
      {
        actor: { kind: 'system', name: 'jobs' },
        action: 'api-key.expired',
        target: { kind: 'key', id },
        outcome: 'done',
        once: `api-key-expired/${id}`,
      },
      tx,
    );
  return ended.length;
}
