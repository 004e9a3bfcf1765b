import { Context } from '@temporalio/activity';
import type { ReadProgress } from '../../areas/history/index.js';
import { createWithinRun, type HistoryActivitiesDeps, type OfRun } from './within-run.js';

/** Reading the history to its end. */
export function createReadingActivities(deps: HistoryActivitiesDeps) {
  const { history } = deps;
  const { within } = createWithinRun(deps);

  return {
    async readPages(
      request: OfRun & { readonly readId: string; readonly maxPages: number },
    ): Promise<ReadProgress> {
      return within(request, ({ options, isWeary }) =>
        history.readPages(
          {
            ...request,
            isWeary,
            onPage: ({ page }) => {
              Context.current().heartbeat(page);
            },
          },
          options,
        ),
      );
    },

    abandonRead: ({ readId }: { readonly readId: string }): Promise<void> =>
      history.abandonRead(readId),

    closeRead: ({ readId }: { readonly readId: string }): Promise<void> =>
      history.closeRead(readId),
  };
}
