import type { Readable } from 'node:stream';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { PageWish } from '../../../platform/lib/page-cursor.js';
import type { CallOptions } from '../../../upstream/http/index.js';
import type { TraktClient } from '../../../upstream/trakt/index.js';
import type { Audit } from '../../audit/index.js';
import type { Connections } from '../../connections/index.js';
import { applyImport, type Applied } from './apply-import.js';
import { listFaults } from './fault-list.js';
import type { ImportEnding, ImportStart, ImportView } from './import.js';
import { createImportStore } from './import-store.js';
import { lookUpTitles } from './look-up.js';
import { receive } from './receive.js';
import { stageRows } from './stage-rows.js';
import { createTitleStore } from './title-store.js';

export interface ImportsDeps {
  readonly db: Database;
  readonly connections: Connections;
  readonly trakt: TraktClient;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
}

interface OfImport {
  readonly userId: string;
  readonly importId: string;
}

export type Imports = ReturnType<typeof createImports>;

/** Plays that people bring along in files, and the steps of taking them in. Each step is safe to repeat. */
export function createImports(deps: ImportsDeps) {
  const { db, clock } = deps;
  const store = createImportStore(deps);
  const titles = createTitleStore(db);
  const goingOn = async ({ userId, importId }: OfImport): Promise<ImportView | undefined> => {
    const view = await store.find(userId, importId);
    return view?.status === 'running' ? view : undefined;
  };

  return {
    find: (userId: string, id: string) => store.find(userId, id),
    list: (userId: string, page: PageWish) => store.list(userId, page),
    forget: (userId: string, id: string) => store.forget(userId, id),
    faults: (importId: string, page: PageWish) => listFaults(db, importId, page),
    receive: (start: ImportStart, body: Readable) => receive({ db, clock, store }, start, body),

    async readOn(
      { maxRows, ...of }: OfImport & { readonly maxRows: number },
      signal?: AbortSignal,
    ): Promise<{ readonly isRead: boolean }> {
      const view = await goingOn(of);
      if (view?.phase !== 'reading') return { isRead: true };
      return stageRows(deps, { view, maxRows, signal });
    },

    /** How many titles Trakt has to be asked for. */
    gatherTitles: ({ importId }: OfImport): Promise<number> => titles.gather(importId),

    lookUp: (request: OfImport & { readonly limit: number }, options: CallOptions) =>
      lookUpTitles(deps, request, options),

    apply: (of: OfImport): Promise<Applied> => applyImport(db, of),

    setRun: ({ importId }: OfImport, runId: string): Promise<void> => store.setRun(importId, runId),

    /** What was taken in before it was stopped stays, and is said. */
    async close(ending: ImportEnding): Promise<{ readonly status: string }> {
      const before = await store.find(ending.userId, ending.importId);
      await store.end(
        before?.counts ? { ...ending, ...takenInAlready(ending) } : ending,
        clock.now(),
      );
      const view = await store.find(ending.userId, ending.importId);
      if (view === undefined) return { status: ending.status };
      await deps.audit.record(toRecord(view));
      return { status: view.status };
    },
  };
}

const takenInAlready = ({ status, advice }: ImportEnding) => ({
  status: 'success' as const,
  advice: status === 'success' ? advice : 'It was stopped when the plays had been taken in.',
});

const toRecord = ({ id, userId, status, dryRun, rows, badRows, counts, workflowId }: ImportView) =>
  ({
    actor: { kind: 'system', name: 'imports' },
    action: 'import.ended',
    target: { kind: 'import', id },
    outcome: status === 'success' || status === 'cancelled' ? 'done' : 'failed',
    workflowId,
    detail: { of: userId, status, dryRun, rows, badRows, counts },
    once: `import/${id}`,
  }) as const;
