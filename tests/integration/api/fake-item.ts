import type { RunItem } from '../../../src/areas/history/index.js';

export const anItem: RunItem = {
  id: '7',
  source: 'trakt',
  sourceRef: '99',
  mediaType: 'episode',
  title: 'Anime 1',
  season: 1,
  number: 2,
  watchedAt: new Date('2026-11-21T20:00:00Z'),
  state: 'parked',
  reason: 'unmatched',
  subjectId: null,
  episodeId: null,
  dueAt: null,
  syncedAt: null,
  observedAt: new Date('2026-11-22T09:00:01Z'),
};
