import type { Client } from '@temporalio/client';

const pageSize = 500;

/**
 * Ids of all schedules that begin so. Raw, because the client's own `list` fails as a whole when one row's memo was
 * written with a codec this process lacks. Eventually consistent: good for finding candidates, never for deciding.
 */
export async function listScheduleIds(client: Client, prefix: string): Promise<string[]> {
  const ids: string[] = [];
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await client.workflowService.listSchedules({
      namespace: client.options.namespace,
      maximumPageSize: pageSize,
      nextPageToken,
    });
    ids.push(
      ...page.schedules
        .map(({ scheduleId }) => scheduleId ?? '')
        .filter((id) => id.startsWith(prefix)),
    );
    nextPageToken = page.nextPageToken;
  } while (nextPageToken.length > 0);
  return ids;
}
