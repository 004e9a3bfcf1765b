import type { Client } from '@temporalio/client';
import type { PauseState } from './schedule-difference.js';

const pageSize = 500;

export interface ListedSchedule extends PauseState {
  readonly scheduleId: string;
}

/**
 * All schedules of the namespace whose id begins so. Raw, because the client's own `list` fails as a whole when one row's memo
 * was written with a codec this process lacks. Eventually consistent: good for finding candidates, never for deciding.
 */
export async function listSchedules(
  client: Client,
  prefixes: readonly string[],
): Promise<ListedSchedule[]> {
  const found: ListedSchedule[] = [];
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await client.workflowService.listSchedules({
      namespace: client.options.namespace,
      maximumPageSize: pageSize,
      nextPageToken,
    });
    for (const { scheduleId, info } of page.schedules) {
      if (typeof scheduleId !== 'string' || !prefixes.some((own) => scheduleId.startsWith(own)))
        continue;
      found.push({ scheduleId, paused: info?.paused ?? false, note: info?.notes ?? '' });
    }
    nextPageToken = page.nextPageToken;
  } while (nextPageToken.length > 0);
  return found;
}
