import type { AuditActor } from '../areas/audit/index.js';
import type { Actor } from './ports.js';

/** Who acted, as it is written down. */
export function toAuditActor(actor: Actor | undefined): AuditActor {
  if (actor === undefined) return { kind: 'anonymous' };
  const { userId, via } = actor;
  const id = via.kind === 'key' ? via.keyId : via.sessionId;
  return { kind: 'user', userId, via: `${via.kind}:${id}` };
}
