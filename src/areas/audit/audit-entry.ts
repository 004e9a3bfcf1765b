import type { AuditAction } from './audit-action.js';

/** Who acted. `via` says through what: `key:<id>`, `session:<id>`, `attempt:<id>`. */
export type AuditActor =
  | { readonly kind: 'user'; readonly userId: string; readonly via?: string | undefined }
  /** A part of ours on nobody's order: a job, a schedule, a refresh. */
  | { readonly kind: 'system'; readonly name: string }
  /** Whoever has the command line, and so the machine. */
  | { readonly kind: 'cli' }
  | { readonly kind: 'anonymous' };

/** `refused`: by us, for a reason the caller was told; `failed`: something went wrong. */
export type AuditOutcome = 'done' | 'refused' | 'failed';

export interface AuditEntry {
  readonly actor: AuditActor;
  readonly action: AuditAction;
  readonly target?: { readonly kind: string; readonly id: string } | undefined;
  readonly outcome: AuditOutcome;
  readonly requestId?: string | undefined;
  /** Where the request came from. */
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Whatever explains it; secrets are taken out by name and look, and more than 4,000 characters are not kept. */
  readonly detail?: object | undefined;
  /** For what may be done twice and happens once: of two records with the same key the first is kept. */
  readonly once?: string | undefined;
}
