import type { AuditActor, AuditEntry } from '../areas/audit/index.js';
import type { Actor } from './ports.js';
import type { ApiContext, Caller } from './route.js';

interface Circumstances {
  readonly caller: Caller;
  /** Absent for somebody not signed in. */
  readonly actor?: Actor | undefined;
}

type Event = Pick<AuditEntry, 'action' | 'target' | 'detail'> & {
  readonly outcome?: AuditEntry['outcome'];
};

/** Writes down who did what, from where; never fails. */
export const record = async (
  { audit }: ApiContext,
  { caller, actor }: Circumstances,
  { outcome = 'done', ...event }: Event,
): Promise<void> => audit.record({ ...event, outcome, ...caller, actor: toAuditActor(actor) });

export function toAuditActor(actor: Actor | undefined): AuditActor {
  if (actor === undefined) return { kind: 'anonymous' };
  const { userId, via } = actor;
  const id = via.kind === 'key' ? via.keyId : via.sessionId;
  return { kind: 'user', userId, via: `${via.kind}:${id}` };
}
