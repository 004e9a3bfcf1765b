import type { Database } from '../../platform/database/index.js';
import type { Page } from '../../platform/lib/page-cursor.js';
import {
  exportRecords,
  manifestOf,
  type AuditExport,
  type AuditExportWish,
  type AuditManifest,
} from './exporting/export-records.js';
import { forgetPerson } from './forget-person.js';
import { takeIn, type Intake, type IntakeVerdict } from './intake/take-in.js';
import { listRecords, type ListAudit } from './reading/list-records.js';
import { readStats, type AuditStats, type StatsWish } from './reading/stats.js';
import type { AuditRecord } from './reading/view.js';
import { createSearches, type Searches } from './searches/searches.js';

/** What is on record: other services' records come in here, and everybody's are found. */
export interface AuditLogs {
  /** One verdict per item, in their order, once what they say is committed. Safe to repeat. */
  takeIn(intake: Intake): Promise<readonly IntakeVerdict[]>;
  /** Latest first. Throws InputError for a cursor that is not ours or a text nothing is found by, AuditTooBroadError. */
  list(wish: ListAudit): Promise<Page<AuditRecord>>;
  /** Throws InputError, AuditTooBroadError. */
  stats(wish: StatsWish): Promise<AuditStats>;
  /** Throws InputError, UnsettledError. */
  export(wish: AuditExportWish): Promise<AuditExport>;
  /** Likewise; what the export would hold. */
  manifest(wish: AuditExportWish): Promise<AuditManifest>;
  readonly searches: Searches;
  /** Removes what was handed in by keys of the person. Safe to repeat. */
  forget(userId: string): Promise<void>;
}

export const createAuditLogs = (db: Database): AuditLogs => ({
  takeIn: (intake) => takeIn(db, intake),
  list: (wish) => listRecords(db, wish),
  stats: (wish) => readStats(db, wish),
  export: (wish) => exportRecords(db, wish),
  manifest: (wish) => manifestOf(db, wish),
  searches: createSearches(db),
  forget: (userId) => forgetPerson(db, userId),
});
