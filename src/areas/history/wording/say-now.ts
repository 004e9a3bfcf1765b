import type { ExplainedPlay } from '../explaining/explanation.js';
import type { PlayState } from '../run.js';
import { fill, toMinute } from './fill.js';
import { joined } from './say-step.js';
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
  const text = texts.states[state];
  const facts = reason === null ? {} : { ...texts.reasons[reason] };
  const rest = inLine.includes(state) && retryAt !== null && retryAt > now ? retryAt : null;
  const due = state === 'parked' ? dueAt : null;
  const sayTime = (words: string, at: Date | null) =>
    at === null ? '' : fill(words, { at: toMinute(at) });
  const waits = [sayTime(texts.waitsForService, rest), sayTime(texts.until, due)];
  return {
    words: joined(fill(text.now, facts), ...waits),
    until: rest ?? due,
    advice: fill(text.advice, facts),
  };
}

const inLine: readonly PlayState[] = ['seen', 'planned', 'sent'];
