import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import type { FaultCase } from '../../support/fault-case.js';
import { faultCases, many, secondPage, series } from '../../support/history-faults.js';
import { movableClock } from '../../support/movable-clock.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const ofBob = anAnime(2, { episodes: 200 });
const clock = movableClock();

describe('every fault', () => {
  const world = withPeople({
    titles: [series, ofBob, ...many],
    clock,
    env: { UPSTREAM_TIMEOUT_MS: '1000' },
  });
  let bob: Person;
  let episodesOfBob = 0;

  beforeAll(async () => {
    bob = await world().someone();
  });

  const completedAt = async ({ userId }: Person) =>
    (
      await world().watchflow.db.syncCursor.findUniqueOrThrow({
        where: { userId_source: { userId, source: 'trakt' } },
      })
    ).completedAt.getTime();

  const minutesUntil = (time: Date | null): number | null =>
    time === null ? null : Math.round((time.getTime() - clock.now().getTime()) / 60_000);

  /** Somebody with one play proven and seven more to come, in pages of three. */
  const someoneWithNews = async ({ seasons }: FaultCase): Promise<Person> => {
    const ann = await world().someone();
    ann.watch(series);
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    ann.watch(series, { from: 2, count: 7, at: '2026-11-02T12:00:00.000Z' });
    for (const season of seasons) ann.watch(season, { count: 12 });
    if (seasons.length > 0) return ann;
    const match = { path: '/sync/history', token: ann.traktToken };
    world().trakt.faults.add({ match, fault: { kind: 'clamp-page', limit: 3 } });
    return ann;
  };

  /** A run of Ann's with the fault, and one of Bob's beside it. */
  const runBoth = async (ann: Person, { midRun, restsAll }: FaultCase) => {
    const held =
      midRun === null
        ? undefined
        : world().trakt.faults.add({
            match: { path: secondPage, token: ann.traktToken },
            times: 1,
            fault: { kind: 'delay', ms: 400 },
          });
    const { runId } = await ann.ask();
    if (held !== undefined) {
      await eventually(() => Promise.resolve(held.fired() > 0 ? true : undefined), 'page 2');
      await midRun?.(ann);
    }
    if (restsAll) await ann.closed(runId);
    episodesOfBob += 1;
    bob.watch(ofBob, { from: episodesOfBob, at: '2026-11-03T12:00:00.000Z' });
    const { runId: beside } = await bob.ask();
    return { run: await ann.closed(runId), beside: await bob.closed(beside) };
  };

  const provenOfBob = () => ({
    status: 'success',
    certificate: { complete: true, plays: { proven: episodesOfBob } },
  });

  it.each(faultCases({ world, clock }))(
    '($what) ends the run as $named with the cursor right, the next run heals, and others go on',
    async (one) => {
      const ann = await someoneWithNews(one);
      const cursor = await completedAt(ann);
      const end = one.strike(ann);
      const { run, beside } = await runBoth(ann, one);

      try {
        expect(run).toMatchObject({ status: one.named });
        expect(run.advice ?? 'nothing').toMatch(one.says);
        expect(minutesUntil(run.retryAt)).toBe(one.retryIn);
        expect(run.certificate?.parkedReasons).toEqual(one.parked);
        expect(run.certificate?.excludedReasons).toEqual(one.excluded);
        expect((await completedAt(ann)) !== cursor).toBe(one.isRead);
        const expected = one.restsAll ? { status: one.named } : provenOfBob();
        expect(beside).toMatchObject(expected);
      } finally {
        await end();
      }

      clock.moveOn(one.healsAfter);
      const healed = await ann.sync();
      const others = one.restsAll ? await bob.sync() : beside;
      expect(others).toMatchObject(provenOfBob());
      expect(['success', 'unchanged']).toContain(healed.status);
      const plays = Object.keys(await ann.plays()).length;
      expect(healed.certificate).toMatchObject({
        complete: true,
        plays: { promised: plays, stored: plays, proven: plays },
      });
      const collections = 1 + one.seasons.length;
      expect(ann.written()).toEqual({ sent: plays, changed: plays, collections });
      expect(world().bangumi.overlappingWrites()).toBe(0);
    },
  );
});
