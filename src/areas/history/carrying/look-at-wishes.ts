import { collectionType } from '../../../upstream/bangumi/index.js';
import { aFewAtOnce } from '../../../platform/lib/a-few-at-once.js';
import { UpstreamError, type CallOptions } from '../../../upstream/http/index.js';
import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import type { Database } from '../../../platform/database/index.js';
import type { ConnectionAccess } from '../../connections/index.js';
import { decideWishes, type Standing } from './decide-wishes.js';
import { judgeCompletion } from './judge-completion.js';
import type { SettleWishesDeps } from './settle-wishes.js';
import { toMoves } from './to-moves.js';
import { type WishScope } from './wish.js';
import type { WishMove } from './wish-parking.js';
import type { OpenWishRow } from './wish-store.js';

export type LookAtWishesDeps = Omit<SettleWishesDeps, 'bangumi' | 'calls' | 'marks'> & {
  readonly db: Database;
  readonly bangumi: Pick<BangumiClient, 'readCollection' | 'readEpisodeStates' | 'readSubject'>;
};

export interface LookAtWishes extends WishScope {
  /** Subjects at most in this call. */
  readonly limit: number;
  readonly options: CallOptions;
}

const inFlight = 4;

/**
 * What settling would do with the next subjects of a dry run, by the same decisions, as they would stand once its plays are marked.
 * Reads Bangumi, writes nothing there. Safe to repeat: each subject is settled as it is known.
 */
export async function lookAtWishes(
  deps: LookAtWishesDeps,
  { limit, options, ...scope }: LookAtWishes,
): Promise<{ readonly remaining: number }> {
  const access = await deps.connections.accessOf(scope.userId, 'bangumi');
  const subjectIds = await deps.wishes.subjects(scope, 0, limit);
  await aFewAtOnce(subjectIds, inFlight, (subjectId) =>
    lookAt({ deps, scope, access, options, subjectId }),
  );
  return { remaining: (await deps.wishes.count(scope)).subjects };
}

interface Looking {
  readonly deps: LookAtWishesDeps;
  readonly scope: WishScope;
  readonly access: ConnectionAccess;
  readonly options: CallOptions;
  readonly subjectId: number;
}

async function lookAt(looking: Looking): Promise<void> {
  const { deps, scope, subjectId } = looking;
  const now = deps.clock.now();
  const runId = scope.planId;
  try {
    await deps.wishes.move(scope, await movesOf(looking), { now, runId });
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.kind !== 'not-found') throw error;
    await deps.wishes.park(scope, { subjectId, reason: 'refused', runId, now });
  }
}

async function movesOf(looking: Looking): Promise<readonly WishMove[]> {
  const { deps, scope, subjectId } = looking;
  const open = await deps.wishes.open(scope, subjectId);
  const settings = await deps.settings.read(scope.userId);
  const seen = await foresee(looking);
  const { stands } = seen;
  const notYet = await notCompleted(looking, open, seen);
  const due = open.filter(({ origin }) => origin !== 'watched' || notYet === null);
  const plan = decideWishes(stands, due, settings);
  const isPrivate = seen.isPrivate ?? settings.privateCollections;
  return toMoves({ stands, notYet, open, due, plan, isProven: true }).map((move) => ({
    ...move,
    writes: plan.verdicts[due.indexOf(move.key as OpenWishRow)]?.kind === 'write',
    tells: plan.type !== null && !isPrivate,
  }));
}

interface Foreseen {
  readonly stands: Standing | null;
  /** Null where the collection would be made. */
  readonly isPrivate: boolean | null;
  readonly eps: number | null;
}

/** How the subject would stand once the plays of the dry run are marked. */
async function foresee({ deps, scope, access, options, subjectId }: Looking): Promise<Foreseen> {
  const { planId } = scope;
  const at = { username: access.accountName, subjectId };
  const found = await deps.bangumi.readCollection(access, at, options);
  const marked = await deps.db.planSubject.findUnique({
    where: { planId_subjectId: { planId, subjectId } },
  });
  const whole = await deps.db.planItem.count({
    where: { planId, subjectId, episodeId: null, outcome: 'mark' },
  });
  const now = deps.clock.now();
  if (found === null) {
    const type = whole > 0 ? collectionType.done : collectionType.doing;
    const stands = marked?.collection === 'collect' ? { type, rate: 0, updatedAt: now } : null;
    return { stands, isPrivate: null, eps: null };
  }
  const stands = {
    type: marked?.collection === 'raise' ? collectionType.done : found.type,
    rate: found.rate,
    updatedAt: moves(marked) ? now : toTime(found.updatedAt),
  };
  return { stands, isPrivate: found.private, eps: found.eps };
}

/** Marks move the time of a collection, as its type does. */
const moves = (
  marked: { readonly collection: string; readonly episodes: number } | null,
): boolean => marked !== null && (marked.episodes > 0 || marked.collection !== 'keep');

const toTime = (text: string | null): Date | null => (text === null ? null : new Date(text));

async function notCompleted(
  { deps, scope, access, options, subjectId }: Looking,
  open: readonly OpenWishRow[],
  { stands, eps }: Foreseen,
) {
  if (stands === null || !open.some(({ origin }) => origin === 'watched')) return null;
  return judgeCompletion({
    eps: eps ?? (await deps.bangumi.readSubject(access, subjectId, options)).eps,
    rows: (await deps.matching.mainRows([subjectId])).get(subjectId) ?? [],
    proven: await deps.provenEpisodes(scope, subjectId),
    readStates: () => deps.bangumi.readEpisodeStates(access, subjectId, options),
  });
}
