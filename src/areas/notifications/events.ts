import { z } from 'zod';

export type Severity = 'info' | 'warning' | 'error';

/** The inbox, and where else people are told. */
export const channelKinds = ['in-app', 'webhook', 'mail'] as const;
export type ChannelKind = (typeof channelKinds)[number];

interface EventDefinition<D extends z.ZodObject> {
  readonly severity: Severity;
  /** The facts, as they are stored and sent: flat, so that templates can name them. Never a secret. */
  readonly data: D;
  /** Where to go on, relative to PUBLIC_URL; `{name}` stands for a fact. */
  readonly link: string;
  /** Kinds of channel it reaches unless the person chose otherwise; what goes to webhooks goes by mail, too. */
  readonly defaults: readonly Exclude<ChannelKind, 'mail'>[];
}

const define = <D extends z.ZodObject>(definition: EventDefinition<D>) => definition;

/** Of a list: its id, the run and what it is called. */
const ofList = { listId: z.string(), runId: z.string(), title: z.string() };
const listReason = z.enum([
  'list-refused',
  'list-incomplete',
  'list-failed',
  'rate-limited',
  'account-locked',
  'upstream-down',
]);
const listLink = '/api/v1/lists/{listId}/runs/{runId}';
const ofFailedList = { ...ofList, reason: listReason };

const service = z.enum(['trakt', 'bangumi']);
const time = z.iso.datetime({ offset: true });
const count = z.int().min(0);

/**
 * Everything a person can be told. A new event is one entry here and one in each file of templates; names are
 * published and never change.
 */
export const events = {
  'run.failed': define({
    severity: 'error',
    data: z.strictObject({
      runId: z.string(),
      reason: z.enum(['failed', 'upstream-down', 'account-locked', 'incomplete']),
    }),
    link: '/api/v1/runs/{runId}',
    defaults: ['in-app', 'webhook'],
  }),
  'run.rate-limited': define({
    severity: 'warning',
    data: z.strictObject({ runId: z.string(), retryAt: time }),
    link: '/api/v1/runs/{runId}',
    defaults: ['in-app', 'webhook'],
  }),
  'run.slow': define({
    severity: 'warning',
    data: z.strictObject({
      runId: z.string(),
      plays: count,
      seconds: count,
      msPerPlay: count,
      usualMsPerPlay: count,
      /** How many times the usual, to a tenth. */
      times: z.number().min(0),
    }),
    link: '/api/v1/runs/{runId}',
    defaults: ['in-app'],
  }),
  'connection.needs-reauth': define({
    severity: 'error',
    data: z.strictObject({ service }),
    link: '/api/v1/connections/{service}/auth/init?redirect=1',
    defaults: ['in-app', 'webhook'],
  }),
  'connection.token-dying': define({
    severity: 'warning',
    data: z.strictObject({ service, expiresAt: time }),
    link: '/api/v1/connections/{service}/auth/init?redirect=1',
    defaults: ['in-app', 'webhook'],
  }),
  'api-keys.expiring': define({
    severity: 'warning',
    data: z.strictObject({ count, keys: z.string() }),
    link: '/api/v1/api-keys',
    defaults: ['in-app', 'webhook'],
  }),
  'connection.app-blocked': define({
    severity: 'error',
    data: z.strictObject({ service }),
    link: '/api/v1/connections',
    defaults: ['in-app', 'webhook'],
  }),
  'plays.parked': define({
    severity: 'warning',
    data: z.strictObject({ runId: z.string(), count }),
    link: '/api/v1/runs/{runId}',
    defaults: ['in-app', 'webhook'],
  }),
  'removals.asked': define({
    severity: 'warning',
    data: z.strictObject({ questionId: z.string(), count, expiresAt: time }),
    link: '/api/v1/removals/{questionId}',
    defaults: ['in-app', 'webhook'],
  }),
  'matches.changed': define({
    severity: 'warning',
    data: z.strictObject({ count }),
    link: '/api/v1/matches?state=changed',
    defaults: ['in-app', 'webhook'],
  }),
  'schedule.tick-missed': define({
    severity: 'warning',
    data: z.strictObject({ scheduleId: z.string(), missed: count, since: time }),
    link: '/api/v1/schedules',
    defaults: ['in-app', 'webhook'],
  }),
  'id-map.refused': define({
    severity: 'warning',
    data: z.strictObject({ dataSet: z.string(), reason: z.enum(['damaged', 'shrunken']) }),
    link: '/api/v1/id-map',
    defaults: ['in-app', 'webhook'],
  }),
  'backup.failed': define({
    severity: 'error',
    data: z.strictObject({ at: time }),
    link: '/api/v1/notifications',
    defaults: ['in-app', 'webhook'],
  }),
  'job.failed': define({
    severity: 'error',
    data: z.strictObject({ job: z.string(), at: time }),
    link: '/api/v1/jobs',
    defaults: ['in-app', 'webhook'],
  }),
  'job.slow': define({
    severity: 'warning',
    data: z.strictObject({ job: z.string(), at: time, seconds: count, usualSeconds: count }),
    link: '/api/v1/jobs',
    defaults: ['in-app'],
  }),
  'relay.stale': define({
    severity: 'warning',
    data: z.strictObject({ since: time, misses: count }),
    link: '/api/v1/jobs/data-sync',
    defaults: ['in-app', 'webhook'],
  }),
  'relay.healed': define({
    severity: 'info',
    data: z.strictObject({ since: time }),
    link: '/api/v1/usage',
    defaults: ['in-app', 'webhook'],
  }),
  'api-key.limit-reached': define({
    severity: 'warning',
    data: z.strictObject({
      keyId: z.string(),
      keyName: z.string(),
      /** Whose limit it is: the key's own, or that of all keys of the person. */
      of: z.enum(['key', 'user']),
      period: z.enum(['minute', 'day', 'month']),
      limit: count,
      until: time,
    }),
    link: '/api/v1/api-keys/{keyId}/usage',
    defaults: ['in-app', 'webhook'],
  }),
  'health.changed': define({
    severity: 'warning',
    data: z.strictObject({ at: time, changes: z.string() }),
    link: '/api/v1/system/health',
    defaults: ['in-app', 'webhook'],
  }),
  'syncs.failing': define({
    severity: 'error',
    data: z.strictObject({
      failed: count,
      runs: count,
      /** When the first of these runs ended. */
      since: time,
      /** People whose newest sync is one of those that failed, of all people in it. */
      failing: count,
      people: count,
      /** Of most of them. */
      reason: z.enum(['failed', 'upstream-down', 'incomplete']),
    }),
    link: '/api/v1/audit/logs?action=run.ended&outcome=failed&from={since}',
    defaults: ['in-app', 'webhook'],
  }),
  'syncs.healed': define({
    severity: 'info',
    data: z.strictObject({ toldAt: time, failing: count, people: count }),
    link: '/api/v1/audit/logs?action=run.ended',
    defaults: ['in-app', 'webhook'],
  }),
  'ledger.astray': define({
    severity: 'error',
    data: z.strictObject({ count, kinds: z.string() }),
    link: '/api/v1/jobs/ledger-check/runs',
    defaults: ['in-app', 'webhook'],
  }),
  'list.created': define({
    severity: 'info',
    data: z.strictObject({ ...ofList, total: count }),
    link: listLink,
    defaults: ['in-app'],
  }),
  'list.create-failed': define({
    severity: 'error',
    data: z.strictObject(ofFailedList),
    link: listLink,
    defaults: ['in-app', 'webhook'],
  }),
  'list.synced': define({
    severity: 'info',
    data: z.strictObject({
      ...ofList,
      trigger: z.enum(['schedule', 'manual', 'cli']),
      added: count,
      removed: count,
      total: count,
    }),
    link: listLink,
    defaults: ['in-app'],
  }),
  'list.sync-failed': define({
    severity: 'error',
    data: z.strictObject(ofFailedList),
    link: listLink,
    defaults: ['in-app', 'webhook'],
  }),
  'list.removals-asked': define({
    severity: 'warning',
    data: z.strictObject(ofList),
    link: listLink,
    defaults: ['in-app', 'webhook'],
  }),
  'list.unlinked': define({
    severity: 'warning',
    data: z.strictObject(ofList),
    link: listLink,
    defaults: ['in-app', 'webhook'],
  }),
  'list.deleted': define({
    severity: 'info',
    data: z.strictObject(ofList),
    link: '/api/v1/lists',
    defaults: ['in-app'],
  }),
  'list.delete-failed': define({
    severity: 'error',
    data: z.strictObject(ofFailedList),
    link: '/api/v1/lists?deleted=true',
    defaults: ['in-app', 'webhook'],
  }),
  'channel.disabled': define({
    severity: 'warning',
    data: z.strictObject({ channelId: z.string(), channelName: z.string() }),
    link: '/api/v1/notification-channels/{channelId}',
    defaults: ['in-app'],
  }),
  'channel.mail-refused': define({
    severity: 'warning',
    data: z.strictObject({ channelId: z.string(), channelName: z.string() }),
    link: '/api/v1/notification-channels/{channelId}',
    defaults: ['in-app'],
  }),
  'channel.confirm': define({
    severity: 'info',
    data: z.strictObject({ channelId: z.string(), channelName: z.string() }),
    link: '/api/v1/notification-channels/{channelId}',
    defaults: ['webhook'],
  }),
  'channel.test': define({
    severity: 'info',
    data: z.strictObject({ channelId: z.string(), channelName: z.string() }),
    link: '/api/v1/notification-channels/{channelId}',
    defaults: ['webhook'],
  }),
} as const satisfies Readonly<Record<string, EventDefinition<z.ZodObject>>>;

export type NotificationEvent = keyof typeof events;
export type EventData<E extends NotificationEvent> = z.output<(typeof events)[E]['data']>;

export const eventNames = Object.keys(events).filter(isEvent);

/** Sent to one channel because somebody asked for it, whatever was chosen. */
const askedFor: readonly string[] = [
  'channel.confirm',
  'channel.test',
] satisfies NotificationEvent[];

/** Events a person may choose to be told or not. */
export const choosable = eventNames.filter((event) => !askedFor.includes(event));

/** What waits neither for the end of quiet hours nor for a digest. */
export const isUrgent = (event: string): boolean =>
  askedFor.includes(event) || (isEvent(event) && events[event].severity === 'error');

export function isEvent(name: string): name is NotificationEvent {
  return name in events;
}
