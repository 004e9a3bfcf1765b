import type { Applied, ImportEnding, Imports } from '../areas/portable/index.js';
import type { ImportPlaysInput } from '../workflows/contract.js';
import { createWithinRun, type HistoryActivitiesDeps } from './history/index.js';

export interface ImportActivitiesDeps extends HistoryActivitiesDeps {
  readonly imports: Imports;
  /** As the person's settings have it; null where they have no use for one. The same id is the same wish. */
  readonly askForSync: (userId: string, requestId: string) => Promise<string | null>;
}

/** An import's ending as it travels: times as text. */
export type EndImport = Omit<ImportEnding, 'retryAt'> & { readonly retryAt: string | null };

/** Activities of an import. Each is one use case of the area, and says there why it is safe to run twice. */
export function createImportActivities(deps: ImportActivitiesDeps) {
  const { imports } = deps;
  const { within } = createWithinRun(deps);
  const runOf = ({ userId, importId }: ImportPlaysInput) => ({ userId, runId: importId });

  return {
    readImport: (request: ImportPlaysInput & { readonly maxRows: number }) =>
      within(runOf(request), ({ options: { signal } }) => imports.readOn(request, signal)),

    async gatherImportTitles(input: ImportPlaysInput): Promise<{ readonly waiting: number }> {
      return { waiting: await imports.gatherTitles(input) };
    },

    lookUpImportTitles: (request: ImportPlaysInput & { readonly limit: number }) =>
      within(runOf(request), ({ options }) => imports.lookUp(request, options)),

    applyImport: (input: ImportPlaysInput): Promise<Applied> => imports.apply(input),

    /** A wish of the same id is the same wish, however often it is asked. Without an answer the next due time does. */
    async syncAfterImport(input: ImportPlaysInput): Promise<void> {
      const runId = await deps.askForSync(input.userId, `import-${input.importId}`);
      if (runId !== null) await imports.setRun(input, runId);
    },

    closeImport: ({ retryAt, ...ending }: EndImport): Promise<{ readonly status: string }> =>
      imports.close({ ...ending, retryAt: retryAt === null ? null : new Date(retryAt) }),
  };
}
