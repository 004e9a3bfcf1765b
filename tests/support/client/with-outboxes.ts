import { afterEach, beforeEach } from '@jest/globals';
import {
  createRecordsClient,
  openRecordsOutbox,
  type OutboxOptions,
  type RecordsOutbox,
} from '../../../client/src/index.js';
import { temporaryFolder } from '../temporary-folder.js';

type Given = Partial<OutboxOptions> & { readonly url: string; readonly apiKey?: string };

/** A folder of each test's own, and outboxes in it that are closed after it. */
export function withOutboxes() {
  let folder: Awaited<ReturnType<typeof temporaryFolder>> | undefined;
  const opened = new Set<RecordsOutbox>();
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const outbox of opened) await outbox.close({ withinMs: 0 });
    opened.clear();
    await folder?.remove();
  });
  const dir = (): string => {
    if (folder === undefined) throw new Error('There is a folder once a test runs.');
    return folder.dir;
  };
  return {
    dir,
    /** Quick: what fails is tried again at once. */
    open: async ({ url, apiKey = 'key', ...options }: Given): Promise<RecordsOutbox> => {
      const outbox = await openRecordsOutbox({
        client: createRecordsClient({ url, apiKey, timeoutMs: 5_000 }),
        dir: dir(),
        flushMs: 5,
        pace: { first: 10, longest: 50 },
        ...options,
      });
      opened.add(outbox);
      return outbox;
    },
  };
}
