import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createConnections } from '../../../src/areas/connections/index.js';
import { systemClock } from '../../../src/platform/lib/clock.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { createSecretBox } from '../../../src/platform/security/secret-box.js';
import { UpstreamError } from '../../../src/upstream/http/index.js';
import type {
  Access,
  UpstreamErrorKind,
  UpstreamService,
} from '../../../src/upstream/http/index.js';
import { collectLog } from '../../support/collect-log.js';
import { withoutApps } from '../../support/connections-parts.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const secrets = createSecretBox(newKeyRing());

/** Both services as fakes that note who asks; `fail` makes the next calls fail. */
function open() {
  const asked: { service: UpstreamService; access: Access }[] = [];
  let fault: UpstreamErrorKind | undefined;
  const answer = <T>(service: UpstreamService, access: Access, value: T): Promise<T> => {
    asked.push({ service, access });
    if (fault === undefined) return Promise.resolve(value);
    const facts = { service, kind: fault, endpoint: 'GET /', unclear: false };
    return Promise.reject(new UpstreamError(`${service} says ${fault}`, facts));
  };
  const { log, lines } = collectLog();
  const settings = {
    uuid: 'uuid-1',
    slug: 'sean',
    username: 'sean',
    vip: false,
    timeZone: null,
    limits: {},
  };
  const connections = createConnections({
    ...withoutApps,
    db: database.db,
    secrets,
    trakt: { readSettings: (access) => answer('trakt', access, settings) },
    bangumi: {
      readMe: (access) => answer('bangumi', access, { id: 42, username: 'sai', nickname: '才' }),
    },
    clock: systemClock,
    log,
  });
  const fail = (kind: UpstreamErrorKind | undefined): void => {
    fault = kind;
  };
  return { connections, asked, lines, fail, userId: `u_${randomUUID()}` };
}

const both = {
  trakt: { accessToken: 'planted-trakt-access', refreshToken: 'planted-trakt-refresh' },
  bangumi: { accessToken: 'planted-bangumi-access' },
};

describe('configured accounts', () => {
  it('are checked with one call each and can then be used', async () => {
    const { connections, asked, userId } = open();
    expect(await connections.adoptConfigured({ userId, ...both })).toEqual({
      trakt: { state: 'connected' },
      bangumi: { state: 'connected' },
    });
    expect(asked.map(({ service }) => service).sort()).toEqual(['bangumi', 'trakt']);
    expect(asked.map(({ access }) => access.limitKey)).toEqual([userId, userId]);
    expect(await connections.accessOf(userId, 'trakt')).toEqual({
      accessToken: 'planted-trakt-access',
      accountName: 'sean',
      limitKey: userId,
    });
    expect(await connections.accessOf(userId, 'bangumi')).toMatchObject({ accountName: 'sai' });
    const stored = await database.db.connection.findMany({
      where: { userId },
      orderBy: { service: 'asc' },
    });
    expect(stored.map(({ accountKey }) => accountKey)).toEqual(['42', 'uuid-1']);
  });

  it('cost no request when nothing changed', async () => {
    const { connections, asked, userId } = open();
    await connections.adoptConfigured({ userId, ...both });
    asked.length = 0;
    expect(await connections.adoptConfigured({ userId, ...both })).toEqual({
      trakt: { state: 'unchanged' },
      bangumi: { state: 'unchanged' },
    });
    expect(asked).toEqual([]);
  });

  it('are missing when nothing is configured, and kept when something was', async () => {
    const { connections, userId } = open();
    const missing = { trakt: { state: 'missing' }, bangumi: { state: 'missing' } };
    expect(await connections.adoptConfigured({ userId })).toEqual(missing);
    await connections.adoptConfigured({ userId, bangumi: both.bangumi });
    expect(await connections.adoptConfigured({ userId })).toMatchObject({
      bangumi: { state: 'unchanged' },
    });
  });

  it('take a new token over the old one, and heal a connection that had to be made again', async () => {
    const { connections, userId } = open();
    await connections.adoptConfigured({ userId, ...both });
    await connections.markNeedsReauth({
      userId,
      service: 'trakt',
      asOf: new Date(),
      reason: 'revoked',
    });
    expect(await connections.adoptConfigured({ userId, ...both })).toMatchObject({
      trakt: { state: 'refused', reason: 'revoked' },
    });
    const renewed = { ...both, trakt: { accessToken: 'another' } };
    expect(await connections.adoptConfigured({ userId, ...renewed })).toMatchObject({
      trakt: { state: 'connected' },
    });
    expect(await connections.accessOf(userId, 'trakt')).toMatchObject({ accessToken: 'another' });
  });

  it('take a new refresh token beside the same access token, without a request', async () => {
    const { connections, asked, userId } = open();
    await connections.adoptConfigured({ userId, ...both });
    asked.length = 0;
    const renewed = { ...both, trakt: { ...both.trakt, refreshToken: 'planted-renewed' } };
    const unchanged = { trakt: { state: 'unchanged' }, bangumi: { state: 'unchanged' } };
    expect(await connections.adoptConfigured({ userId, ...renewed })).toEqual(unchanged);
    const stored = () =>
      database.db.connection.findUniqueOrThrow({
        where: { userId_service: { userId, service: 'trakt' } },
      });
    const { refreshToken } = await stored();
    const place = { table: 'connections', row: `${userId}/trakt`, column: 'refresh_token' };
    expect(secrets.open(refreshToken ?? '', place)).toBe('planted-renewed');
    // Said again it is not stored again; left out it stays.
    await connections.adoptConfigured({ userId, ...renewed });
    await connections.adoptConfigured({ userId, trakt: { accessToken: both.trakt.accessToken } });
    expect((await stored()).refreshToken).toBe(refreshToken);
    expect(asked).toEqual([]);
  });

  it.each<UpstreamErrorKind>(['unauthorized', 'forbidden', 'app-blocked'])(
    'are not stored when the service answers %s',
    async (kind) => {
      const { connections, fail, userId } = open();
      fail(kind);
      expect(await connections.adoptConfigured({ userId, trakt: both.trakt })).toMatchObject({
        trakt: { state: 'refused', reason: `trakt says ${kind}` },
      });
      expect(await database.db.connection.count({ where: { userId } })).toBe(0);
    },
  );

  it.each<UpstreamErrorKind>(['unavailable', 'timeout', 'rate-limited', 'malformed'])(
    'do not stop the start when the service is %s: what is stored stays, the rest is tried again',
    async (kind) => {
      const { connections, fail, userId } = open();
      fail(kind);
      const configured = { userId, trakt: both.trakt };
      expect(await connections.adoptConfigured(configured)).toMatchObject({
        trakt: { state: 'unverified' },
      });
      fail(undefined);
      expect(await connections.adoptConfigured(configured)).toMatchObject({
        trakt: { state: 'connected' },
      });
      fail(kind);
      const other = { userId, trakt: { accessToken: 'not checked yet' } };
      expect(await connections.adoptConfigured(other)).toMatchObject({
        trakt: { state: 'unchanged' },
      });
      expect(await connections.accessOf(userId, 'trakt')).toMatchObject({
        accessToken: 'planted-trakt-access',
      });
    },
  );
});

describe('accessOf', () => {
  it('says that a service is not connected', async () => {
    const { connections, userId } = open();
    await expect(connections.accessOf(userId, 'bangumi')).rejects.toMatchObject({
      name: 'ConnectionMissingError',
      service: 'bangumi',
    });
  });

  it('says that the account has to be connected again, also to another process', async () => {
    const { connections, userId } = open();
    await connections.adoptConfigured({ userId, ...both });
    await connections.markNeedsReauth({
      userId,
      service: 'bangumi',
      asOf: new Date(),
      reason: 'Bangumi says unauthorized',
    });
    await expect(open().connections.accessOf(userId, 'bangumi')).rejects.toMatchObject({
      name: 'NeedsReauthError',
    });
    expect(await connections.accessOf(userId, 'trakt')).toMatchObject({ accountName: 'sean' });
  });

  it('leaves a token alone that was replaced after the refused call began', async () => {
    const { connections, userId } = open();
    await connections.adoptConfigured({ userId, ...both });
    const before = new Date(Date.now() - 60_000);
    await connections.markNeedsReauth({
      userId,
      service: 'trakt',
      asOf: before,
      reason: 'revoked',
    });
    expect(await connections.accessOf(userId, 'trakt')).toMatchObject({ accountName: 'sean' });
  });
});

describe('tokens', () => {
  it('stand nowhere in the clear: not in the database, the log or an error', async () => {
    const { connections, lines, fail, userId } = open();
    await connections.adoptConfigured({ userId, ...both });
    fail('unauthorized');
    const refused = await connections.adoptConfigured({
      userId,
      trakt: { accessToken: 'planted-other' },
    });
    await connections.markNeedsReauth({
      userId,
      service: 'trakt',
      asOf: new Date(),
      reason: 'revoked',
    });
    const thrown: unknown = await connections
      .accessOf(userId, 'trakt')
      .catch((error: unknown) => error);

    const rows = await database.db.$queryRaw`SELECT connections::text AS row FROM connections`;
    const seen = JSON.stringify([rows, lines, refused, String(thrown), thrown]);
    expect(seen).toContain(userId);
    expect(seen).not.toContain('planted');
    expect(seen).not.toContain(Buffer.from('planted').toString('base64url').slice(0, 8));
  });

  it('do not open in another row', async () => {
    const { connections, userId } = open();
    const other = open().userId;
    await connections.adoptConfigured({ userId, ...both });
    await database.db.connection.updateMany({ where: { userId }, data: { userId: other } });
    await expect(connections.accessOf(other, 'trakt')).rejects.toThrow('sealed for another place');
  });
});
