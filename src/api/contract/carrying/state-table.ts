import { z } from 'zod';
import { collectionStates, watchedStates, watchlistStates } from '../../../areas/history/index.js';

/** What a place on Trakt makes of a subject on Bangumi: the policy table. */
export const stateTable = {
  watchlist: z.enum(watchlistStates).describe('Of what is on your watchlist.'),
  collection: z.enum(collectionStates).describe('Of what is in your collection.'),
  watched_some: z.literal('doing').describe('Of what you have watched a part of; always so.'),
  watched_all: z.enum(watchedStates).describe('Once the last episode is proven.'),
  over_mine: z
    .boolean()
    .describe('Also where you put it on hold or dropped it. What is done is never lowered.'),
};
