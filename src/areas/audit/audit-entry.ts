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
export const auditOutcomes = ['done', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

export const auditActorKinds = ['user', 'system', 'cli', 'anonymous'] as const;
export type AuditActorKind = (typeof auditActorKinds)[number];

export interface AuditEntry {
  readonly actor: AuditActor;
  readonly action: AuditAction;
  readonly target?: { readonly kind: string; readonly id: string } | undefined;
  readonly outcome: AuditOutcome;
  readonly requestId?: string | undefined;
  /** The workflow that does it, or did. */
  readonly workflowId?: string | undefined;
  /** Where the request came from. */
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
  /** What was changed as it was, and as it is; kept with the detail. */
  readonly before?: object | undefined;
  readonly after?: object | undefined;
  /**
   * Whatever explains it; secrets are taken out by name and look, and more than 8,000 characters are not kept. `of` is the id of the
   * person it concerns, where that is not who acted.
   */
  readonly detail?: object | undefined;
  /** For what may be done twice and happens once: of two records with the same key the first is kept. */
  readonly once?: string | undefined;
}
