/** What becomes of the marks of plays that are gone from Trakt. */
export const removalPolicies = ['keep', 'unmark', 'ask'] as const;
export type RemovalPolicy = (typeof removalPolicies)[number];

/** What was decided about a play that is gone, and what came of it. */
export const removalDecisions = [
  /** By the policy: its mark stays. */
  'kept',
  /** Another play of the same episode is still there. */
  'still-watched',
  /** It was done on Bangumi before we came: the person’s own word. */
  'not-ours',
  /** A person is asked. */
  'waiting',
  /** To be taken away. */
  'due',
  'unmarked',
  'declined',
  'expired',
  /** What `due` may come to, as of any mark that is taken back. */
  'changed-since',
  'gone',
  'cannot-be-removed',
] as const;
export type RemovalDecision = (typeof removalDecisions)[number];

export const questionStates = ['open', 'approved', 'declined', 'expired'] as const;
export type QuestionState = (typeof questionStates)[number];

/** Why a person is asked: they want to be, or it is more than they let go unasked. */
export const questionReasons = ['policy', 'guard'] as const;
export type QuestionReason = (typeof questionReasons)[number];

/** Asked of a person: may the marks of these plays be taken away? */
export interface RemovalQuestion {
  readonly id: string;
  readonly runId: string;
  readonly reason: QuestionReason;
  readonly plays: number;
  /** Of all that was proven then. */
  readonly proven: number;
  readonly state: QuestionState;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
}

export interface RemovalGuard {
  readonly policy: RemovalPolicy;
  /** More plays at once than this are asked about … */
  readonly plays: number;
  /** … and more than this share of all that is proven. */
  readonly percent: number;
}

export const guardOf = (settings: {
  readonly removals: RemovalPolicy;
  readonly removalGuardPlays: number;
  readonly removalGuardPercent: number;
}): RemovalGuard => ({
  policy: settings.removals,
  plays: settings.removalGuardPlays,
  percent: settings.removalGuardPercent,
});

/** Whether a person has to be asked before so many marks are taken away; null: no. */
export function reasonToAsk(
  { policy, plays, percent }: RemovalGuard,
  { due, proven }: { readonly due: number; readonly proven: number },
): QuestionReason | null {
  if (due > plays || due * 100 > percent * proven) return 'guard';
  return policy === 'ask' ? 'policy' : null;
}
