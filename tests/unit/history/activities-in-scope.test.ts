import { describe, expect, it } from '@jest/globals';
import { historyMoved } from '../../../src/areas/history/reading/activities-in-scope.js';

const before = {
  'episodes.watched_at': '2026-01-02T00:00:00.000Z',
  'movies.watched_at': '2026-01-01T00:00:00.000Z',
};

describe('last activities', () => {
  it('have not moved when both times are the same', () => {
    expect(
      historyMoved(before, { ...before, 'lists.updated_at': '2026-02-01T00:00:00.000Z' }),
    ).toBe(false);
  });

  it('moved when a time went back: a removal may do that', () => {
    expect(
      historyMoved(before, { ...before, 'episodes.watched_at': '2025-12-31T00:00:00.000Z' }),
    ).toBe(true);
  });

  it('moved when there is nothing to compare with', () => {
    expect(historyMoved(null, before)).toBe(true);
    expect(historyMoved({}, {})).toBe(true);
  });
});
