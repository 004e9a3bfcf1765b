import { createWithinRun, type HistoryActivitiesDeps, type OfRun } from './within-run.js';

/** From seen plays to proven ones. */
export function createMarkingActivities(deps: HistoryActivitiesDeps) {
  const { history } = deps;
  const { within } = createWithinRun(deps);

  return {
    countWaiting: ({ userId }: { readonly userId: string }) => history.countWaiting(userId),

    async matchPlays(request: OfRun & { readonly limit: number }) {
      return within(request, ({ options }) => history.matchPlays(request, options));
    },

    async readCollections(run: OfRun): Promise<void> {
      return within(run, ({ options }) => history.readCollections(run, options));
    },

    subjectsToMark: ({
      userId,
      ...page
    }: {
      readonly userId: string;
      readonly after: number;
      readonly limit: number;
    }) => history.subjectsToMark(userId, page),

    async markSubject(request: OfRun & { readonly subjectId: number }): Promise<void> {
      return within(request, ({ options, again }) =>
        history.markSubject({ ...request, again }, options),
      );
    },

    /** Without a reason from runs of the first release. */
    parkSubject: ({
      reason = 'upstream-down',
      ...request
    }: OfRun & {
      readonly subjectId: number;
      readonly reason?: 'refused' | 'upstream-down' | undefined;
    }): Promise<void> => history.parkSubject({ ...request, reason }),
  };
}
