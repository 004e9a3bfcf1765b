export { createAudit, type Audit } from './audit.js';
export type { AuditActor, AuditEntry, AuditOutcome } from './audit-entry.js';
