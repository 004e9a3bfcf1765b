import type { AuditFilter } from '../../../areas/audit/index.js';
import type { z } from 'zod';
import { toAuditFilter, type auditFilterQuery } from '../../contract/audit/filter.js';
import type { Actor } from '../../ports.js';
import { holdsScope } from '../../scopes.js';

/** Everybody's records for administrators (`admin:audit`), one's own for others. */
export const filterFor = (
  actor: Actor,
  query: z.output<z.ZodObject<typeof auditFilterQuery>>,
): AuditFilter => toAuditFilter(query, holdsScope(actor, 'admin:audit') ? undefined : actor.userId);
