import type { CallOptions } from '../../../upstream/http/index.js';
import { readLibrary, type ReadLibraryDeps } from '../library/read-library.js';
import { carriesLibrary } from '../library/policies.js';
import { gatherWishes, type GatherWishesDeps } from './gather-wishes.js';
import type { SyncMode } from '../run.js';
import { placeWishes, type PlaceWishesDeps } from './place-wishes.js';
import { provenEpisodes } from './proven-episodes.js';
import { settleWishes, type SettleWishesDeps } from './settle-wishes.js';
import { lookAtWishes, type LookAtWishesDeps } from './look-at-wishes.js';
import { noPlan, type WishScope } from './wish.js';
import { createWishViews } from './wish-views.js';

export type CarryingDeps = ReadLibraryDeps &
  GatherWishesDeps &
  PlaceWishesDeps &
  Omit<SettleWishesDeps & LookAtWishesDeps, 'provenEpisodes'>;

type EpisodesAsked = [scope: WishScope, subjectId: number];

interface OfPlan {
  readonly userId: string;
  readonly planId: string;
}

interface OfRun {
  readonly userId: string;
  readonly runId: string;
}

/** Ratings, states and completions on their way to Bangumi, after a run has marked its plays. Each step is safe to repeat. */
export function createCarrying(deps: CarryingDeps) {
  const { db, wishes, settings, clock } = deps;
  const scopeOf = ({ userId }: Pick<OfRun, 'userId'>) => ({ userId, planId: noPlan });
  const settling = {
    ...deps,
    provenEpisodes: (...asked: EpisodesAsked) => provenEpisodes(db, ...asked),
  };
  return {
    ...createWishViews(deps),

    /** Whether this person wants anything of it. */
    isOn: async (userId: string): Promise<boolean> => carriesLibrary(await settings.read(userId)),

    readLibrary: (
      { userId, maxPages }: OfRun & { readonly maxPages: number },
      onPage: () => void,
      options: CallOptions,
    ) => readLibrary(deps, { userId, maxPages, onPage, options }),

    /** Works out what is wished; answers how much there is to be placed and settled. */
    async gather({ userId, runId, mode }: OfRun & { readonly mode: SyncMode }) {
      const now = clock.now();
      const known = await settings.read(userId);
      const scope = scopeOf({ userId });
      await gatherWishes(deps, { ...scope, runId, settings: known, all: mode === 'full' });
      const gathering = { settingsVersion: known.version, gatheredAt: now };
      await db.wishGathering.upsert({
        where: { userId },
        create: { userId, ...gathering },
        update: gathering,
      });
      return wishes.count(scope);
    },

    place: ({ userId, ...rest }: OfRun & { readonly limit: number }, options: CallOptions) =>
      placeWishes(deps, scopeOf({ userId }), { ...rest, options }),

    subjects: (userId: string, page: { readonly after: number; readonly limit: number }) =>
      wishes.subjects(scopeOf({ userId }), page.after, page.limit),

    settle: (request: OfRun & { readonly subjectId: number }, options: CallOptions) =>
      settleWishes(settling, { ...request, options }),

    park: ({
      userId,
      ...parking
    }: OfRun & { readonly subjectId: number; readonly reason: 'refused' | 'upstream-down' }) =>
      wishes.park(scopeOf({ userId }), { ...parking, now: clock.now() }),

    /** Works out what a sync would wish, on a copy of the rows. */
    async gatherPlan({ userId, planId, mode }: OfPlan & { readonly mode: SyncMode }) {
      const scope = { userId, planId };
      await wishes.copyFrom(scope, noPlan);
      const known = await settings.read(userId);
      await gatherWishes(deps, { ...scope, runId: planId, settings: known, all: mode === 'full' });
      return wishes.count(scope);
    },

    placePlan: ({ limit, ...scope }: OfPlan & { readonly limit: number }, options: CallOptions) =>
      placeWishes(deps, scope, { runId: scope.planId, limit, options }),

    look: (request: OfPlan & { readonly limit: number }, options: CallOptions) =>
      lookAtWishes(settling, { ...request, options }),

    countsOf: (userId: string) => createWishViews(deps).counts(scopeOf({ userId })),
  };
}
