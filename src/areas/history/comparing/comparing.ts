import type { Access, CallOptions } from '../../../upstream/http/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Database } from '../../../platform/database/index.js';
import type { TraktClient } from '../../../upstream/trakt/index.js';
import type { ReadStore } from '../reading/read-store.js';
import type { LookupStore } from './lookup-store.js';

export interface ComparingDeps {
  readonly db: Database;
  readonly reads: ReadStore;
  readonly lookups: LookupStore;
  readonly trakt: TraktClient;
  readonly clock: Clock;
}

export interface ComparingRequest {
  readonly access: Access;
  readonly options: CallOptions;
  /** True from the third attempt on: what cannot be had is done without. */
  readonly isWeary: boolean;
}
