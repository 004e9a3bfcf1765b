import type { CallOptions } from '../../../upstream/http/index.js';
import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import { allCollectionsOf } from './call-record.js';
import { markSubject } from './mark-subject.js';
import type { MarkSubjectDeps } from './marking.js';
import { parkSubject, type ParkSubject } from './park-subject.js';
import { readCollections } from './read-collections.js';

export interface MarkingStepsDeps extends MarkSubjectDeps {
  readonly bangumi: BangumiClient;
}

interface OfRun {
  readonly userId: string;
  readonly runId: string;
}

/** From planned plays to proven ones. Each step is safe to repeat. */
export const createMarkingSteps = (deps: MarkingStepsDeps) => ({
  async readCollections(run: OfRun, options: CallOptions): Promise<void> {
    await readCollections(deps, run, options);
    await deps.calls.put(allCollectionsOf(run));
  },

  subjectsToMark: (userId: string, page: { readonly after: number; readonly limit: number }) =>
    deps.plays.subjectsToMark(userId, page.after, page.limit),

  markSubject: (
    request: OfRun & { readonly subjectId: number; readonly again: boolean },
    options: CallOptions,
  ) => markSubject(deps, { ...request, options }),

  parkSubject: (request: ParkSubject): Promise<void> => parkSubject(deps, request),
});
