import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../../src/simulators/server/fault-control.js';
import { eventually } from '../../support/eventually.js';
import { movableClock } from '../../support/movable-clock.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1, { episodes: 250 });
const clock = movableClock();
const secondPage = /^\/sync\/history\?.*\bpage=2\b/;

const status = (code: number, rest: Omit<Extract<Fault, { kind: 'status' }>, 'kind' | 'status'>) =>
  ({ kind: 'status', status: code, ...rest }) as const;
const edgePage = '<!DOCTYPE html><html><title>Attention Required!</title></html>';

describe('a history that cannot be read', () => {
  const world = withPeople({ titles: [series], clock });

  const cursorOf = ({ userId }: Person) =>
    world().watchflow.db.syncCursor.findUnique({
      where: { userId_source: { userId, source: 'trakt' } },
    });

  const clampPages = (limit: number) =>
    world().trakt.faults.add({
      match: { path: '/sync/history' },
      fault: { kind: 'clamp-page', limit },
    });

  /** Somebody with one play proven and seven more to come, in pages of three. */
  const someoneWithNews = async (): Promise<Person> => {
    const ann = await world().someone();
    ann.watch(series);
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    ann.watch(series, { from: 2, count: 7, at: '2026-11-02T12:00:00.000Z' });
    clampPages(3);
    return ann;
  };

  const expectHealed = async (ann: Person): Promise<void> => {
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { complete: true, plays: { promised: 8, stored: 8, proven: 8 } },
    });
    expect(ann.written()).toEqual({ sent: 8, changed: 8, collections: 1 });
  };

  it.each<[string, Fault, string]>([
    ['answers 503 with a page', status(503, { body: edgePage }), 'upstream-down'],
    ['breaks off half-way', { kind: 'torn-json', cutConnection: true }, 'upstream-down'],
    ['is refused to our app without a word', status(403, {}), 'app-blocked'],
    ['belongs to a locked account', status(423, {}), 'account-locked'],
    ['is for VIPs only', status(426, {}), 'failed'],
    ['is refused for too many requests', status(429, {}), 'rate-limited'],
  ])('ends the run by name when page 2 %s, and the next run heals', async (_what, fault, named) => {
    const ann = await someoneWithNews();
    const cursor = await cursorOf(ann);
    const trouble = world().trakt.faults.add({ match: { path: secondPage }, fault });

    const run = await ann.sync();
    expect(run).toMatchObject({ status: named, certificate: { plays: { stored: 1, proven: 1 } } });
    expect(run.advice).not.toBeNull();
    expect(run.retryAt !== null).toBe(named === 'rate-limited');
    expect(await cursorOf(ann)).toEqual(cursor);
    expect(trouble.fired()).toBeLessThanOrEqual(8);

    trouble.remove();
    clock.moveOn(2);
    await expectHealed(ann);
  });

  it.each<[string, Fault]>([
    ['an error', status(502, { body: edgePage })],
    ['a page with status 200', { kind: 'html-200' }],
    ['a second to wait', status(429, { headers: { 'retry-after': '1' } })],
    ['a broken connection', { kind: 'reset' }],
  ])('is read on after %s, by the same run', async (_what, fault) => {
    const ann = await someoneWithNews();
    world().trakt.faults.add({ match: { path: secondPage }, times: 2, fault });
    await expectHealed(ann);
  });

  it('is incomplete, not a success, when the rows never add up to the number that is told', async () => {
    const ann = await someoneWithNews();
    const { trakt } = world();
    const cursor = await cursorOf(ann);
    const lastPage = await fetch(`${trakt.url}/sync/history?page=3&limit=3&extended=full`, {
      headers: {
        authorization: `Bearer ${ann.traktToken}`,
        'trakt-api-key': 'the-client',
        'trakt-api-version': '2',
        'user-agent': 'a test',
      },
    });
    const [row] = JSON.parse(await lastPage.text()) as unknown[];
    const short = trakt.faults.add({
      match: { path: /^\/sync\/history\?.*\bpage=3\b/ },
      fault: status(200, {
        body: [row],
        headers: {
          'x-pagination-page': '3',
          'x-pagination-limit': '3',
          'x-pagination-page-count': '3',
          'x-pagination-item-count': '8',
        },
      }),
    });
    const run = await ann.sync();
    expect(run).toMatchObject({ status: 'incomplete', certificate: { plays: { stored: 1 } } });
    expect(run.advice).toContain('could not be read in one piece');
    expect(await cursorOf(ann)).toEqual(cursor);
    short.remove();
    await expectHealed(ann);
  });

  it('is read again from the first page when a play is added while page 2 is read', async () => {
    const ann = await someoneWithNews();
    const slow = world().trakt.faults.add({
      match: { path: secondPage },
      times: 1,
      fault: { kind: 'delay', ms: 300 },
    });
    const { runId } = await ann.ask();
    await eventually(() => Promise.resolve(slow.fired() > 0 ? true : undefined), 'page 2');
    ann.watch(series, { from: 9, at: '2026-11-05T12:00:00.000Z' });
    expect(await ann.closed(runId)).toMatchObject({
      status: 'success',
      certificate: { plays: { promised: 9, stored: 9, proven: 9 } },
    });
    // The cursor is from before the read, so the next run looks once more and finds nothing.
    expect(await ann.sync()).toMatchObject({ certificate: { complete: true } });
    expect(ann.written()).toEqual({ sent: 9, changed: 9, collections: 1 });
  });

  it('is read whole however small the pages are that Trakt gives', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 230 });
    clampPages(100);
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { plays: { promised: 230, stored: 230, proven: 230 } },
    });
    expect(world().trakt.counts()).toMatchObject({ 'GET /sync/history': 3 });
  });

  it('stops for a dead token, remembers it, and does not ask again', async () => {
    const { watchflow, trakt } = world();
    const ann = await someoneWithNews();
    const cursor = await cursorOf(ann);
    const connection = { userId_service: { userId: ann.userId, service: 'trakt' } };
    trakt.revokeToken(ann.traktToken);
    expect(await ann.sync()).toMatchObject({ status: 'needs-reauth' });
    expect(trakt.counts()).toEqual({ 'GET /sync/last_activities': 1 });
    expect(await watchflow.db.connection.findUnique({ where: connection })).toMatchObject({
      state: 'needs_reauth',
    });
    expect(await ann.sync()).toMatchObject({ status: 'needs-reauth' });
    expect(trakt.counts()).toEqual({});
    expect(await cursorOf(ann)).toEqual(cursor);

    // As when the person connects the account again.
    trakt.restoreToken(ann.traktToken);
    await watchflow.db.connection.update({ where: connection, data: { state: 'connected' } });
    await expectHealed(ann);
  });

  it('of one person does not keep another one waiting', async () => {
    const { trakt, someone } = world();
    const [ann, bob] = [await someone(), await someone()];
    ann.watch(series, { count: 2 });
    bob.watch(series, { count: 2 });
    trakt.revokeToken(ann.traktToken);
    const [ofAnn, ofBob] = await Promise.all([ann.ask(), bob.ask()]);
    expect(await ann.closed(ofAnn.runId)).toMatchObject({ status: 'needs-reauth' });
    expect(await bob.closed(ofBob.runId)).toMatchObject({
      status: 'success',
      certificate: { plays: { proven: 2 } },
    });
  });
});
