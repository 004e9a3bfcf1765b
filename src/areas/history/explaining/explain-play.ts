import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { NotFoundError } from '../../../platform/lib/errors.js';
import { actorOf } from './actor-of.js';
import { buildChain } from './build-chain.js';
import type { Actor, ChainStep, ExplainedPlay } from './explanation.js';
import { readPossibleCalls } from './play-calls.js';
import { readPlayDecisions } from './play-decisions.js';
import { createMappingStore, type Mapping } from '../../matching/index.js';
import { readPlayEvents, type PlayEvent } from './play-events.js';
import { readLedgerReads } from './play-reads.js';
import { readPlay } from './read-play.js';
import { textsOf, type Language } from '../wording/languages.js';
import { sayNow, type NowSaid } from '../wording/say-now.js';
import { sayStep } from '../wording/say-step.js';

export interface ExplainingDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export interface ExplainPlay {
  readonly userId: string;
  /** As somebody gave it: any text. */
  readonly playId: string;
  readonly language: Language;
}

export interface Explanation {
  readonly play: ExplainedPlay;
  readonly chain: readonly {
    readonly step: ChainStep;
    readonly actor: Actor;
    readonly words: string;
  }[];
  /** False: the oldest steps of a long chain are left out. */
  readonly isWhole: boolean;
  readonly now: NowSaid;
}

/** Everything that led to where a play stands, in a person's language. Throws NotFoundError. */
export async function explainPlay(
  { db, clock }: ExplainingDeps,
  { userId, playId, language }: ExplainPlay,
): Promise<Explanation> {
  const found = isPlayId(playId) ? await readPlay(db, { userId, playId }) : undefined;
  if (found === undefined) throw new NotFoundError('You have no such play.');
  const { play, retryAt } = found;
  const { events, isWhole } = await readPlayEvents(db, playId);
  const times = [play.observedAt, ...events.map(({ at }) => at)];
  const [decisions, mappings, calls, reads] = await Promise.all([
    readPlayDecisions(db, playId),
    readMappings(db, userId, events),
    readPossibleCalls(db, userId, events),
    readLedgerReads(db, userId, times),
  ]);
  const { observedAt, syncedAt } = play;
  const record = {
    observedAt,
    syncedAt,
    now: play,
    events,
    isWhole,
    decisions,
    mappings,
    calls,
    reads,
  };
  const texts = textsOf[language];
  return {
    play,
    chain: buildChain(record).map((step) => ({
      step,
      actor: actorOf(step),
      words: sayStep(step, play, texts),
    })),
    isWhole,
    now: sayNow(play, { retryAt, now: clock.now() }, texts),
  };
}

/** Of the mappings that decided the play: those there still are. */
async function readMappings(
  db: Database,
  userId: string,
  events: readonly PlayEvent[],
): Promise<ReadonlyMap<string, Mapping>> {
  const ids = new Set(events.flatMap(({ mappingId }) => mappingId ?? []));
  const found = await createMappingStore({ db }).withIds(userId, [...ids]);
  return new Map(found.map((mapping) => [mapping.id, mapping]));
}

/** What an `int8` of ours can be. */
const isPlayId = (text: string): boolean => /^\d{1,18}$/.test(text);
