import { dayOfDate } from '../../matching/index.js';
import type { KnownTitle } from '../known-title.js';
import type { DatedFact } from '../rules/filters.js';
import { ownRating } from './own-rating.js';

const dayMs = 86_400_000;

const released = ({ airs }: KnownTitle): number | null => {
  const day = dayOfDate(airs.from);
  return day === null ? null : day * dayMs;
};

/** When something happened to a title, in ms since 1970; a day without a time counts from its beginning in UTC. */
export const timeOf: Readonly<Record<DatedFact, (title: KnownTitle) => number | null>> = {
  released,
  added: ({ addedAt }) => addedAt?.getTime() ?? null,
  watched: ({ watchedAt }) => watchedAt?.getTime() ?? null,
  rated: (title) => ownRating(title, 'either')?.at?.getTime() ?? null,
};
