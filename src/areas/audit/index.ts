export { createAudit, type Audit } from './audit.js';
export type { AuditActor, AuditEntry } from './audit-entry.js';
