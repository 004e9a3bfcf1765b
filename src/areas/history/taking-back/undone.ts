import { episodeState } from '../../../upstream/bangumi/index.js';
import type { Sql } from '../../../platform/database/index.js';
import { isEpisode, theCollection, type KeptMark, type MarkedSubject } from './mark.js';
import { leaveOutPlays, provePlaysAgain } from './undone-plays.js';
import { leaveOutWishes, proveWishesAgain } from './undone-wishes.js';

/** Plays and wishes that Bangumi will no longer show, or no longer shows, once these marks are as before. */
export const leaveOut = (of: MarkedSubject, back: readonly KeptMark[]): readonly Sql[] => [
  leaveOutPlays(of, back),
  ...leaveOutWishes(of, standing(back, 'before')),
];

/** Undone plays and wishes that Bangumi shows where it shows these marks as they were before or after. */
export const proveAgain = (
  of: MarkedSubject,
  marks: readonly KeptMark[],
  as: 'before' | 'after',
): readonly Sql[] => [
  provePlaysAgain(
    of,
    marks.filter((mark) => isPlace(mark) && mark[as] === episodeState.done),
  ),
  ...proveWishesAgain(of, standing(marks, as)),
];

const isPlace = (mark: KeptMark): boolean => isEpisode(mark) || mark.episodeId === theCollection;

const standing = (marks: readonly KeptMark[], as: 'before' | 'after') =>
  marks.map((mark) => ({ episodeId: mark.episodeId, value: mark[as] ?? 0 }));
