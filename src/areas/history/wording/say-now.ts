import type { ExplainedPlay } from '../explaining/explanation.js';
import type { PlayState } from '../run.js';
import { fill, joined, toMinute } from './fill.js';
import { sayStanding } from './say-standing.js';
import type { Texts } from './texts.js';

export interface NowSaid {
  readonly words: string;
  readonly until: Date | null;
  readonly advice: string;
}

/** What a play waits for, until when, and what the person can do. `retryAt`: until then a service wants to be left alone. */
export function sayNow(
  { state, reason, dueAt }: ExplainedPlay,
  { retryAt, now }: { readonly retryAt: Date | null; readonly now: Date },
  texts: Texts,
): NowSaid {
  const { words, advice } = sayStanding({ state, reason }, texts);
  const rest = inLine.includes(state) && retryAt !== null && retryAt > now ? retryAt : null;
  const due = state === 'parked' ? dueAt : null;
  const sayTime = (words: string, at: Date | null) =>
    at === null ? '' : fill(words, { at: toMinute(at) });
  const waits = [sayTime(texts.waitsForService, rest), sayTime(texts.until, due)];
  return {
    words: joined(words, ...waits),
    until: rest ?? due,
    advice,
  };
}

const inLine: readonly PlayState[] = ['seen', 'planned', 'sent'];
