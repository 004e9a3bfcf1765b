import { expect } from '@jest/globals';
import { createIdMap } from '../../../src/areas/matching/index.js';
import type { Decision, EpisodeRow, MediaItem } from '../../../src/areas/matching/index.js';
import { aMapItem, eveningInJapan, weeklyRows } from './builders.js';
import type { MapItem } from './builders.js';
import { decide } from './decide.js';

type Tables = Readonly<Record<number, readonly EpisodeRow[]>>;

export const decideWith = (item: MediaItem, map: readonly MapItem[], tables: Tables): Decision =>
  decide(
    item,
    createIdMap(map.map(aMapItem), 'v'),
    new Map(Object.entries(tables).map(([id, rows]) => [Number(id), rows])),
  );

/** Subject 1: twelve weeks from 2020-01-04. Subject 2: twelve weeks from 2020-07-04. */
export const first = { id: 1, key: 'tv/100', begin: '2020-01-04', end: '2020-03-21' };
export const second = { id: 2, key: 'tv/100', begin: '2020-07-04', end: '2020-09-19' };
export const firstRows = weeklyRows({ subjectId: 1, from: '2020-01-04', count: 12 });
export const restarting = weeklyRows({ subjectId: 2, from: '2020-07-04', count: 12 });
export const continuing = weeklyRows({
  subjectId: 2,
  from: '2020-07-04',
  count: 12,
  firstSort: 13,
});
export const on = (date: string) => ({ firstAired: eveningInJapan(date) });

export const matchedTo = (subjectId: number, episodeId: number | null) =>
  expect.objectContaining({ kind: 'matched', subjectId, episodeId });
export const parkedAs = (reason: string, subjectId: number | null = null) =>
  expect.objectContaining({ kind: 'parked', reason, subjectId });
