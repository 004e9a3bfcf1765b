import { beforeEach, describe, expect, it } from '@jest/globals';
import { composeAccountDeletion } from '../../../src/main/compose/account-deletion.js';
import { eventually } from '../../support/eventually.js';
import { withConnections } from './connected-world.js';

const world = withConnections();
const revoke = { method: 'POST', path: '/oauth/revoke' } as const;

beforeEach(() => {
  world().trakt.resetCounts();
});

/** Somebody with both accounts connected, and the token Trakt gave for them. */
const aConnectedPerson = async () => {
  const { someone, connect, watchflow } = world();
  const person = await someone();
  await connect(person.browser, 'bangumi', 'ann');
  await connect(person.browser, 'trakt', 'ann');
  const { accessToken } = await watchflow.connections.accessOf(person.id, 'trakt');
  return { ...person, accessToken };
};

const deletion = () => composeAccountDeletion(world().watchflow);
const asked = () => world().trakt.counts()['POST /oauth/revoke'] ?? 0;

const isTaken = async (accessToken: string) => {
  const { status } = await fetch(`${world().trakt.url}/users/settings`, {
    headers: {
      authorization: `Bearer ${accessToken}`,
      'trakt-api-key': 'the-client',
      'trakt-api-version': '2',
      'user-agent': 'watchflow test',
      'content-type': 'application/json',
    },
  });
  return status === 200;
};

const gone = (id: string) =>
  eventually(async () => {
    const { db } = world().watchflow;
    const left = [
      await db.user.count({ where: { id } }),
      await db.connection.count({ where: { userId: id } }),
    ];
    return left.every((count) => count === 0) ? true : undefined;
  }, 'the end of the account');

/** What is on record about the end of this person's connections. */
const records = async (id: string) => {
  const where = { action: 'connection.disconnected', detail: { path: ['of'], equals: id } };
  const rows = await world().watchflow.db.auditLog.findMany({ where, orderBy: { id: 'asc' } });
  return rows.map(({ targetId, outcome, actorKind }) => [actorKind, targetId, outcome]);
};

describe('deleting an account', () => {
  it('revokes its token at Trakt first, once, and writes that down', async () => {
    const { id, browser, accessToken } = await aConnectedPerson();
    expect(await isTaken(accessToken)).toBe(true);
    const data = { password: 'correct horse battery' };
    const { status } = await browser.call('delete', `/api/v1/users/${id}`, { data });
    expect([200, 202]).toContain(status);
    await gone(id);
    expect(asked()).toBe(1);
    expect(await isTaken(accessToken)).toBe(false);
    expect(await records(id)).toEqual(
      expect.arrayContaining([
        ['system', 'trakt', 'done'],
        ['system', 'bangumi', 'done'],
      ]),
    );
    const rows = await world().watchflow.db.auditLog.findMany();
    const text = JSON.stringify(rows.map((row) => ({ ...row, id: String(row.id) })));
    expect(text).not.toContain(accessToken);
  });

  it('tries again where Trakt has trouble for a moment', async () => {
    const { id, accessToken } = await aConnectedPerson();
    world().trakt.faults.add({ match: revoke, times: 1, fault: { kind: 'status', status: 503 } });
    await deletion().delete(id);
    await gone(id);
    expect(asked()).toBe(2);
    expect(await isTaken(accessToken)).toBe(false);
    expect(await records(id)).toContainEqual(['system', 'trakt', 'done']);
  });

  it.each([
    ['answers nothing but errors', { kind: 'status', status: 500 }],
    ['breaks every connection', { kind: 'reset' }],
  ] as const)(
    'comes to its end though Trakt %s, which stays on record',
    async (_case, fault) => {
      const { id } = await aConnectedPerson();
      world().trakt.faults.add({ match: revoke, fault });
      expect(await deletion().delete(id)).toBe('deleted');
      await gone(id);
      expect(asked()).toBe(3);
      expect(await records(id)).toContainEqual(['system', 'trakt', 'failed']);
    },
    30_000,
  );

  it('that died between Trakt’s answer and the next row is finished by the job, on record once', async () => {
    const { id, accessToken } = await aConnectedPerson();
    const { watchflow } = world();
    let die: () => void = () => undefined;
    const dead = new Promise<void>((resolve) => (die = resolve));
    const dying = composeAccountDeletion({
      ...watchflow,
      audit: {
        record: async (entry) => {
          await watchflow.audit.record(entry);
          if (entry.target?.id !== 'trakt') return;
          die();
          await new Promise<never>(() => undefined);
        },
      },
    });
    dying.delete(id).catch(() => undefined);
    await dead;
    expect(await isTaken(accessToken)).toBe(false);
    expect(await watchflow.db.connection.count({ where: { userId: id } })).toBeGreaterThan(0);
    await watchflow.schedules.reconcile();
    const job = `connections-renew${watchflow.config.temporal.taskQueueSuffix}`;
    expect(await watchflow.schedules.trigger('job', job)).toBe('done');
    await gone(id);
    const ended = await records(id);
    expect(ended.filter(([, service]) => service === 'trakt')).toEqual([
      ['system', 'trakt', 'done'],
    ]);
  }, 30_000);
});
