import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Watchflow } from '../../../src/main/compose/compose.js';
import type { TraktSimulator } from '../../../src/simulators/index.js';
import { aNotice } from '../notifications-world.js';
import type { TestAccount } from '../scenario-builders.js';
import type { Credentials } from './draft.js';
import type { Memory } from './known.js';

/** Somebody in whose name requests are sent. */
export interface Sender {
  readonly id: string;
  readonly account: TestAccount;
  /** Headers that say who it is. */
  headers(credentials: Credentials): Promise<Readonly<Record<string, string>>>;
  /** The next request in a session begins a new one. */
  signOut(): void;
  /** What must never be in an answer. */
  readonly secrets: readonly string[];
  /** Requests sent so far. */
  uses: number;
}

interface PeopleDeps {
  readonly watchflow: Watchflow;
  readonly trakt: Pick<TraktSimulator, 'addPlay'>;
  readonly memory: Memory;
  /** The address of something that takes deliveries. */
  readonly receiver: string;
}

type OpenedSession = Awaited<ReturnType<Watchflow['accounts']['sessions']['open']>>;

const place = { address: '127.0.0.1', userAgent: 'fuzz' };

/** A person with a password, a key, both accounts connected, a history, a schedule and an inbox. */
export async function aSender(
  { watchflow, trakt, memory, receiver }: PeopleDeps,
  account: TestAccount,
  role: 'admin' | 'member',
): Promise<Sender> {
  const { accounts, connections, connecting, notifications } = watchflow;
  const { name } = account;
  const password = `the password of ${name}`;
  const { id: userId } = await accounts.people.create({ name, password, role, locale: 'en' });
  const key = await accounts.keys.create(userId, { name: 'all', scopes: ['*'] });
  const narrow = await accounts.keys.create(userId, { name: 'narrow', scopes: ['sync:read'] });
  await connections.adoptConfigured({ userId, trakt: { accessToken: account.traktToken } });
  await connecting.handInToken({ userId, accessToken: account.bangumiToken });
  for (const number of [1, 2, 3]) {
    const watchedAt = `2026-11-0${number}T12:00:00.000Z`;
    trakt.addPlay({ show: 1, season: 1, number, watchedAt }, { username: name });
  }
  for (const dedupeKey of ['a', 'b', 'c', 'd'])
    await notifications.notify(aNotice(userId, dedupeKey));
  const told = {
    users: userId,
    names: name,
    password,
    receiver,
    'bangumi-token': account.bangumiToken,
  };
  for (const [kind, value] of Object.entries(told)) memory.remember(userId, kind, value);
  await plant(watchflow, { memory, receiver }, userId);
  let session: OpenedSession | undefined;
  return {
    id: userId,
    account,
    secrets: [password, key.key, narrow.key, account.traktToken, account.bangumiToken],
    uses: 0,
    async headers(credentials) {
      if (credentials === 'key') return { authorization: `Bearer ${key.key}` };
      if (credentials === 'key-header') return { 'x-api-key': key.key };
      if (credentials === 'narrow-key') return { authorization: `Bearer ${narrow.key}` };
      if (credentials === 'unknown-key') return { authorization: 'Bearer wf_nobody-has-this-one' };
      if (credentials === 'none') return {};
      // Of somebody who was deleted meanwhile there is none.
      session ??= await accounts.sessions.open(userId, place).catch(() => undefined);
      return session === undefined ? {} : sessionHeaders(watchflow, session, credentials);
    },
    signOut() {
      session = undefined;
    },
  };
}

const aMapping = {
  mediaType: 'movie',
  traktId: 901,
  season: null,
  firstNumber: null,
  lastNumber: null,
  action: 'ignore',
  subjectId: null,
  offset: 0,
  by: 'ep',
  episodeId: null,
  note: null,
} as const;
/** As `fitting-values.ts` names them. */
const aRecord = { id: 'one', version: 1, status: 'pending', fingerprint: randomUUID() };
/** Of no item that the source has described. */
const aPlay = {
  source: 'trakt',
  sourceRef: 'planted',
  mediaType: 'episode',
  traktItemId: 1,
  watchedAtGiven: '2026-11-01T12:00:00.000Z',
  action: 'watch',
  state: 'excluded',
  reason: 'ignored-by-user',
};

/** One of each kind of thing there is to be asked for. */
async function plant(
  { accounts, db, files, history, notifications, syncs }: Watchflow,
  { memory, receiver }: Pick<PeopleDeps, 'memory' | 'receiver'>,
  userId: string,
): Promise<void> {
  const wish = { requestId: randomUUID(), mode: 'normal', trigger: 'manual' } as const;
  const [{ view: key }, { session }, { channel }, { runId }, inbox, play] = await Promise.all([
    accounts.keys.create(userId, { name: 'planted', scopes: ['*'] }),
    accounts.sessions.open(userId, place),
    notifications.channels.create(userId, { name: 'planted', url: receiver }),
    syncs.request(userId, wish),
    notifications.inbox.list(userId, { limit: 10 }),
    db.play.create({ data: { userId, ...aPlay } }),
  ]);
  const { version } = await history.settings.change(userId, { specials: false });
  memory.remember(userId, 'version', String(version));
  memory.remember(userId, 'etag', `"${version}"`);
  memory.remember(userId, 'api-keys', key.id);
  const relayKey = { id: 'planted-relay', name: 'planted', seenAt: new Date() };
  await db.relayKey.createMany({ data: relayKey, skipDuplicates: true });
  memory.remember(userId, 'sessions', session.id);
  memory.remember(userId, 'notification-channels', channel.id);
  const delivery = await notifications.channels.test(userId, channel.id);
  await db.notificationDelivery.update({ where: { id: delivery.id }, data: { status: 'failed' } });
  memory.remember(userId, 'deliveries', delivery.id);
  const address = `${randomUUID()}@reader.example`;
  const mail = { kind: 'mail', name: 'planted', address } as const;
  const { channel: mailbox } = await notifications.channels.create(userId, mail);
  memory.append(userId, 'notification-channels', mailbox.id);
  memory.remember(userId, 'notification-channels', channel.id);
  memory.remember(userId, 'runs', runId);
  await plantQuestion(db, userId);
  // Else once the sync has read it.
  memory.remember(userId, 'matches', 'show-1-season-1');
  const [mapping] = (await history.review.mappings.create(userId, userId, aMapping)).added;
  if (mapping !== undefined) memory.remember(userId, 'mappings', mapping.id);
  memory.remember(userId, 'plays', String(play.id));
  memory.remember(userId, 'runs', await plantEndedRun(db, userId));
  const asked = randomUUID();
  const question = { runId, reason: 'policy', plays: 1, proven: 9, askedAt: new Date() };
  const expiresAt = new Date(Date.now() + 3_600_000);
  await db.removalQuestion.create({ data: { ...question, id: asked, userId, expiresAt } });
  memory.remember(userId, 'removals', asked);
  await db.translationSession.create({ data: { userId, ...aRecord } });
  await db.translationTask.create({
    data: { userId, ...aRecord, sessionId: aRecord.id, sourceText: '原文' },
  });
  const aFile = { userId, name: 'planted', contentType: 'text/plain' };
  const { file } = await files.receive(aFile, Readable.from([Buffer.from('planted')]));
  memory.remember(userId, 'files', file.id);
  for (const { id } of inbox.items) memory.remember(userId, 'notifications', id);
}

/** Something to be matched, as soon as anybody's sync has read what it is. */
async function plantQuestion(db: Watchflow['db'], userId: string): Promise<void> {
  const item = await db.traktItem.findFirst({ where: { showId: 1n, season: 1 } });
  if (item === null) return;
  const asked = { sourceRef: 'a question', traktItemId: item.traktItemId };
  const stands = { source: 'import', state: 'parked', reason: 'unmatched' };
  await db.play.create({ data: { userId, ...aPlay, ...asked, ...stands } });
}

/** That set something which can be taken back. */
async function plantEndedRun(db: Watchflow['db'], userId: string): Promise<string> {
  const id = randomUUID();
  const names = { workflowId: 'planted', workflowRunId: 'planted' };
  const ended = { mode: 'normal', trigger: 'manual', status: 'success', endedAt: new Date() };
  await db.syncRun.create({ data: { id, userId, ...names, ...ended } });
  await db.mark.create({
    data: { userId, runId: id, subjectId: 1001, episodeId: 0, before: 1, after: 3 },
  });
  return id;
}

function sessionHeaders(
  { config }: Watchflow,
  { token, csrfToken }: OpenedSession,
  credentials: Credentials,
): Readonly<Record<string, string>> {
  const prefix = config.http.publicUrl?.startsWith('https:') === true ? '__Host-' : '';
  const cookie = `${prefix}watchflow_session=${token}`;
  if (credentials === 'no-csrf') return { cookie, 'sec-fetch-site': 'same-origin' };
  const site = credentials === 'other-site' ? 'cross-site' : 'same-origin';
  return { cookie, 'x-csrf-token': csrfToken, 'sec-fetch-site': site };
}
