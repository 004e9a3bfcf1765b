import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import type { Connections } from '../../connections/index.js';
import {
  createMappingStore,
  createSubjectLookup,
  type SubjectCache,
} from '../../matching/index.js';
import { createMappingExchange } from '../mappings/exchange-mappings.js';
import { createMappingActs } from '../mappings/mapping-acts.js';
import { readReview, listReview } from './read-review.js';
import type { ReviewAsked, ReviewFilter } from './review.js';
import { createReviewStore } from './review-store.js';
import { settle, type Settling } from './settle.js';
import { listSyncable } from './syncable.js';

export interface ReviewDeps {
  readonly db: Database;
  readonly subjectCache?: SubjectCache | undefined;
  readonly connections: Connections;
  readonly bangumi: BangumiClient;
  readonly clock: Clock;
}

export type Review = ReturnType<typeof createReview>;

/** Questions about what plays are on Bangumi, and the mappings that answer them. */
export function createReview(deps: ReviewDeps) {
  const parts = {
    ...deps,
    review: createReviewStore(deps.db),
    mappings: createMappingStore(deps),
    lookup: createSubjectLookup(deps),
  };
  return {
    list: (userId: string, filter: ReviewFilter) => listReview(parts, userId, filter),
    find: (asked: ReviewAsked) => readReview(parts, asked),
    settle: (settling: Settling) => settle(parts, settling),
    /** Of these people: those whose syncs may be asked for in their stead. */
    syncable: (userIds: readonly string[]) => listSyncable(deps.db, userIds),
    mappings: { ...createMappingActs(parts), ...createMappingExchange(parts) },
  };
}
