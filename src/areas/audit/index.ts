export { createAudit, type Audit } from './audit.js';
export { auditActions, type AuditAction } from './audit-action.js';
export type { AuditActor, AuditEntry } from './audit-entry.js';
