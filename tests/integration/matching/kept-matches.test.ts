import { beforeEach, describe, expect, it } from '@jest/globals';
import { createIdMap, createMatching } from '../../../src/areas/matching/index.js';
import type { Decision, IdMap, MediaItem } from '../../../src/areas/matching/index.js';
import { bulkInsert } from '../../../src/platform/database/index.js';
import { collectLog } from '../../support/collect-log.js';
import {
  aMapItem,
  anEpisode,
  aTitle,
  eveningInJapan,
  rowsOf,
  weeklyRows,
} from '../../support/matching/builders.js';
import { createFakeBangumi } from '../../support/matching/fake-bangumi.js';
import type { FakeBangumi } from '../../support/matching/fake-bangumi.js';
import { createFakeTrakt } from '../../support/matching/fake-trakt.js';
import type { FakeTrakt } from '../../support/matching/fake-trakt.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const access = { accessToken: 'token', limitKey: 'user' };
const as = { access, traktAccess: () => Promise.resolve(access) };
const mapTo = (subjectId: number, version: string) =>
  createIdMap([aMapItem({ id: subjectId, key: 'tv/100', begin: '2026-01-03' })], version);
const second = anEpisode({ traktId: 1002, number: 2, firstAired: eveningInJapan('2026-01-10') });
const moved = { ...second, firstAired: eveningInJapan('2026-01-17') };

let bangumi: FakeBangumi;
let trakt: FakeTrakt;
let idMap: IdMap;
const matching = () =>
  createMatching({
    db: database.db,
    bangumi,
    trakt,
    idMaps: { current: () => idMap },
    liveAction: 'asian',
    clock: { now: () => new Date('2026-02-01T00:00:00Z') },
    log: collectLog().log,
  });

async function decideSecond(item: MediaItem = second): Promise<Decision | undefined> {
  const decisions = await matching().decideAll({ ...as, items: [item] });
  return decisions.get('episode:1002');
}
/** As a page of the history brings it. */
const describeOnTrakt = (facts: MediaItem) =>
  bulkInsert(database.db, {
    table: 'trakt_items',
    columns: { media_type: 'text', trakt_item_id: 'int8', facts: 'jsonb' },
    rows: [{ media_type: 'episode', trakt_item_id: 1002, facts }],
    onConflict: { target: ['media_type', 'trakt_item_id'], update: ['facts'] },
  });
const stored = () => database.db.match.findFirstOrThrow({ where: { traktItemId: 1002n } });

const heldBack = { kind: 'parked', reason: 'changed' };

beforeEach(async () => {
  await database.db.match.deleteMany();
  await database.db.episodeTable.deleteMany();
  await database.db.bangumiAnswer.deleteMany();
  await database.db.traktItem.deleteMany();
  bangumi = createFakeBangumi();
  trakt = createFakeTrakt();
  for (const subjectId of [1, 2])
    bangumi.setRows(subjectId, weeklyRows({ subjectId, from: '2026-01-03', count: 3 }));
  idMap = mapTo(1, 'map 1');
  await describeOnTrakt(second);
});

describe('a match that was acted on', () => {
  it('is held back, with both outcomes, when a newer map says something else', async () => {
    expect(await decideSecond()).toMatchObject({ kind: 'matched', subjectId: 1 });
    idMap = mapTo(2, 'map 2');
    const decision = await decideSecond();
    expect(decision).toMatchObject({
      ...heldBack,
      candidates: [
        { subjectId: 1, episodeId: 10_002 },
        { subjectId: 2, episodeId: 20_002 },
      ],
    });
    expect(decision?.evidence.slice(0, 2).map(({ detail }) => detail)).toEqual([
      'it was matched to episode 10002 of subject 1 on 2026-02-01 (id map map 1)',
      'now everything speaks for episode 20002 of subject 2',
    ]);
    expect(await stored()).toMatchObject({
      ...heldBack,
      subjectId: null,
      previous: expect.objectContaining({ subjectId: 1, episodeId: 10_002 }),
    });
    expect(await decideSecond()).toEqual(decision);
  });

  it('holds again once the map says what it said before', async () => {
    await decideSecond();
    idMap = mapTo(2, 'map 2');
    await decideSecond();
    idMap = mapTo(1, 'map 3');
    expect(await decideSecond()).toMatchObject({ kind: 'matched', subjectId: 1 });
    expect(await stored()).toMatchObject({ kind: 'matched', previous: null });
  });

  it('is held back when it would be parked or left out by now', async () => {
    await decideSecond();
    expect(
      await decideSecond({ ...second, firstAired: eveningInJapan('2026-01-24') }),
    ).toMatchObject({
      ...heldBack,
      candidates: expect.arrayContaining([expect.objectContaining({ subjectId: 1 })]),
    });
  });

  it('gives way where its subject was merged or its row replaced', async () => {
    await decideSecond();
    bangumi.setRows(
      1,
      rowsOf(
        [1, 2, 3].map((sort) => ({
          id: 500 + sort,
          sort,
          airdate: `2026-01-${sort * 7 - 4}`.replace(/-(\d)$/, '-0$1'),
        })),
      ),
    );
    await matching().forgetTable(1);
    expect(await decideSecond()).toMatchObject({ kind: 'matched', subjectId: 1, episodeId: 502 });
    bangumi.setRows(1, []);
    bangumi.merge(1, 2);
    await matching().forgetTable(1);
    expect(await decideSecond()).toMatchObject({ kind: 'matched', subjectId: 2 });
  });

  it('may change as long as nothing was matched', async () => {
    idMap = createIdMap([aMapItem({ id: 9, key: 'tv/9' })], 'map 0');
    expect(await decideSecond()).toMatchObject({ kind: 'parked', reason: 'unmatched' });
    idMap = mapTo(2, 'map 2');
    expect(await decideSecond()).toMatchObject({ kind: 'matched', subjectId: 2 });
  });
});

describe('the recheck', () => {
  it('holds back what a newer map changes, and asks Bangumi nothing', async () => {
    await decideSecond();
    // Known from somebody's other play.
    await matching().decideAll({
      ...as,
      items: [{ ...second, traktId: 1 }],
      refresh: 'missing',
      keep: false,
    });
    idMap = mapTo(2, 'map 2');
    const asked = bangumi.calls.episodes.length;
    expect(await matching().recheck()).toEqual({ checked: 0, changed: 0, left: 1 });
    await database.db.episodeTable.create({
      data: {
        subjectId: 2,
        rows: weeklyRows({ subjectId: 2, from: '2026-01-03', count: 3 }).map((row) => ({ ...row })),
      },
    });
    expect(await matching().recheck()).toEqual({ checked: 1, changed: 1, left: 0 });
    expect(await stored()).toMatchObject(heldBack);
    expect(await matching().recheck()).toEqual({ checked: 0, changed: 0, left: 0 });
    expect(bangumi.calls.episodes).toHaveLength(asked);
  });

  it('goes by the other titles that are stored, and asks Trakt nothing', async () => {
    const show = aTitle({ traktId: 7, title: 'Yoake no Tan', tmdb: 999, year: 2026 });
    const item = { ...second, show };
    bangumi.setHits([{ id: 1, name: '夜明けの譚', date: '2026-01-03' }]);
    trakt.setTitles(7, { aliases: [{ title: '夜明けの譚', country: 'jp' }] });
    expect(await decideSecond(item)).toMatchObject({ kind: 'matched', subjectId: 1 });
    await describeOnTrakt(item);
    idMap = mapTo(1, 'map 2');
    expect(await matching().recheck()).toEqual({ checked: 1, changed: 0, left: 0 });
    await database.db.bangumiAnswer.deleteMany({ where: { key: 'titles:show:7' } });
    idMap = mapTo(1, 'map 3');
    expect(await matching().recheck()).toEqual({ checked: 0, changed: 0, left: 1 });
    expect(await stored()).toMatchObject({ kind: 'matched', idMapVersion: 'map 2' });
    expect(trakt.calls).toHaveLength(1);
  });

  it('takes the new version down where nothing changes', async () => {
    await decideSecond();
    idMap = mapTo(1, 'map 2');
    expect(await matching().recheck()).toEqual({ checked: 1, changed: 0, left: 0 });
    expect(await stored()).toMatchObject({ kind: 'matched', idMapVersion: 'map 2' });
  });

  it('looks again at what Trakt describes otherwise by now', async () => {
    await decideSecond();
    await describeOnTrakt(second);
    expect(await matching().recheck()).toEqual({ checked: 0, changed: 0, left: 0 });
    await describeOnTrakt(moved);
    expect(await stored()).toMatchObject({ kind: 'matched', stale: true });
    expect(await matching().recheck()).toEqual({ checked: 1, changed: 1, left: 0 });
    expect(await stored()).toMatchObject({ ...heldBack, stale: false });
  });
});
