import type { Clock } from '../../../platform/lib/clock.js';
import { UpstreamError, type CallOptions } from '../../../upstream/http/index.js';
import type { ConnectionAccess, Connections } from '../../connections/index.js';
import type { Matching } from '../../matching/index.js';
import type { CallRecord } from '../marking/call-record.js';
import { forWrite } from '../marking/marking.js';
import { ReadBackDisagreesError } from '../marking/read-back-disagrees-error.js';
import { recordedClient, type MarkingClient } from '../marking/recorded-client.js';
import type { SettingsStore } from '../settings-store.js';
import { theCollection, theRate, type Mark } from '../taking-back/mark.js';
import type { MarkRecord } from '../taking-back/mark-record.js';
import { decideWishes, type Standing, type WishPlan } from './decide-wishes.js';
import { judgeCompletion } from './judge-completion.js';
import { toMoves } from './to-moves.js';
import { noPlan, type WishReason, type WishScope } from './wish.js';
import type { OpenWishRow, WishStore } from './wish-store.js';

export interface SettleWishesDeps {
  readonly wishes: WishStore;
  readonly connections: Connections;
  readonly settings: SettingsStore;
  readonly matching: Pick<Matching, 'mainRows'>;
  readonly bangumi: MarkingClient;
  readonly calls: CallRecord;
  readonly marks: Pick<MarkRecord, 'intend'>;
  readonly provenEpisodes: (scope: WishScope, subjectId: number) => Promise<readonly number[]>;
  readonly clock: Clock;
}

export interface SettleWishes {
  readonly userId: string;
  readonly runId: string;
  readonly subjectId: number;
  readonly options: CallOptions;
}

/** One subject being settled for one person. */
interface Settling {
  readonly deps: SettleWishesDeps;
  readonly request: SettleWishes;
  readonly access: ConnectionAccess;
  readonly scope: WishScope;
}

/**
 * Sets what is wished of one subject: reads the collection, writes down what it shows, writes type and rate in one request if they
 * are to be another, reads it back. A wish is proven by that read alone. Safe to repeat and to be killed anywhere: it begins by reading, so what an earlier
 * attempt wrote is found.
 */
export async function settleWishes(given: SettleWishesDeps, request: SettleWishes): Promise<void> {
  const bangumi = recordedClient(given.bangumi, { calls: given.calls, of: request });
  const deps = { ...given, bangumi };
  const scope = { userId: request.userId, planId: noPlan };
  const open = await deps.wishes.open(scope, request.subjectId);
  if (open.length === 0) return;
  const access = await deps.connections.accessOf(request.userId, 'bangumi');
  const settling = { deps, request, access, scope };
  try {
    await settle(settling, open);
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.kind !== 'not-found') throw error;
    const { subjectId, runId } = request;
    await deps.wishes.park(scope, { subjectId, reason: 'refused', runId, now: deps.clock.now() });
  }
}

async function settle(settling: Settling, open: readonly OpenWishRow[]): Promise<void> {
  const { deps, request } = settling;
  const settings = await deps.settings.read(request.userId);
  const { stands, eps } = await look(settling);
  const notYet = await notCompleted(settling, open, { stands, eps });
  const due = open.filter(({ origin }) => origin !== 'watched' || notYet === null);
  const plan = decideWishes(stands, due, settings);
  const moved = { stands, notYet, open, due, plan };
  if (plan.type === null && plan.rate === null) return move(settling, toMoves(moved));
  const isWritten = plan.verdicts.map(({ kind }) => kind === 'write');
  await deps.marks.intend(request, marksOf(stands, plan));
  await move(
    settling,
    toMoves(moved).filter(({ state }) => state === 'sent'),
  );
  await write(settling, stands, { ...plan, privately: settings.privateCollections });
  const after = await look(settling);
  if (!shows(after.stands, plan))
    throw new ReadBackDisagreesError(
      `Bangumi accepted what was set on subject ${request.subjectId}, but does not show it so.`,
    );
  await move(settling, toMoves({ ...moved, isProven: isWritten.some(Boolean) }));
}

const move = (
  { deps, request, scope }: Settling,
  moves: ReturnType<typeof toMoves>,
): Promise<void> => deps.wishes.move(scope, moves, { now: deps.clock.now(), runId: request.runId });

async function look({ deps, request, access }: Settling): Promise<{
  readonly stands: Standing | null;
  readonly eps: number;
}> {
  const at = { username: access.accountName, subjectId: request.subjectId };
  const found = await deps.bangumi.readCollection(access, at, request.options);
  if (found === null) return { stands: null, eps: 0 };
  const { type, rate, updatedAt, eps } = found;
  return {
    stands: { type, rate, updatedAt: updatedAt === null ? null : new Date(updatedAt) },
    eps,
  };
}

/** Why the subject cannot be completed yet, where that is wished; null when it can. */
async function notCompleted(
  { deps, request, access, scope }: Settling,
  open: readonly OpenWishRow[],
  { stands, eps }: { readonly stands: Standing | null; readonly eps: number },
): Promise<WishReason | null> {
  if (stands === null || !open.some(({ origin }) => origin === 'watched')) return null;
  return judgeCompletion({
    eps,
    rows: (await deps.matching.mainRows([request.subjectId])).get(request.subjectId) ?? [],
    proven: await deps.provenEpisodes(scope, request.subjectId),
    readStates: () => deps.bangumi.readEpisodeStates(access, request.subjectId, request.options),
  });
}

/** What is not to change is not sent: private, comment and tags never, the type only where it is raised. */
async function write(
  { deps, request, access }: Settling,
  stands: Standing | null,
  { type, rate, privately }: WishPlan & { readonly privately: boolean },
): Promise<void> {
  const options = forWrite(request.options);
  const { subjectId } = request;
  const rated = rate === null ? {} : { rate };
  if (stands === null && type !== null)
    return deps.bangumi.collectSubject(
      access,
      { subjectId, type, ...rated, ...(privately ? { private: true } : {}) },
      options,
    );
  const typed = type === null ? {} : { type };
  return deps.bangumi.changeCollection(access, { subjectId, ...typed, ...rated }, options);
}

/** What is about to be set, and what was there: by that it can be taken back. */
const marksOf = (stands: Standing | null, { type, rate }: WishPlan): readonly Mark[] => [
  ...(type === null
    ? []
    : [{ episodeId: theCollection, before: stands?.type ?? null, after: type }]),
  ...(rate === null ? [] : [{ episodeId: theRate, before: stands?.rate ?? 0, after: rate }]),
];

const shows = (stands: Standing | null, { type, rate }: WishPlan): boolean =>
  stands !== null &&
  (type === null || stands.type === type) &&
  (rate === null || stands.rate === rate);
