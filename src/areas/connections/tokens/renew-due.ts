import { NeedsReauthError, AppBlockedError, ConnectionMissingError } from '../connection-errors.js';
import type { StoredConnection } from '../connection-store.js';
import { UpstreamError } from '../../../upstream/http/index.js';
import type { AccessDeps } from './access.js';
import type { Renewal } from './renewal.js';

interface RenewDueDeps extends Pick<AccessDeps, 'db' | 'clock'> {
  readonly renewal: Renewal;
}

export interface RenewedDue {
  readonly due: number;
  readonly renewed: number;
  readonly failed: number;
}

/** At once; each may take as long as a slow service. */
const pageSize = 100;

export const createRenewDue =
  ({ db, clock, renewal }: RenewDueDeps) =>
  async (signal?: AbortSignal): Promise<RenewedDue> => {
    const rows = await db.connection.findMany({
      where: { state: 'connected', refreshAt: { lte: clock.now() } },
      orderBy: { refreshAt: 'asc' },
      take: pageSize,
    });
    let renewed = 0;
    for (const row of rows) {
      signal?.throwIfAborted();
      if (await renewOne(renewal, row)) renewed += 1;
    }
    return { due: rows.length, renewed, failed: rows.length - renewed };
  };

/** What goes wrong is remembered in the row, and told, where it happens. */
async function renewOne(renewal: Renewal, row: StoredConnection): Promise<boolean> {
  try {
    const now = await renewal.fresh(row);
    return now.refreshToken !== row.refreshToken;
  } catch (error) {
    const isTold =
      error instanceof UpstreamError ||
      error instanceof NeedsReauthError ||
      error instanceof AppBlockedError ||
      error instanceof ConnectionMissingError;
    if (isTold) return false;
    throw error;
  }
}
