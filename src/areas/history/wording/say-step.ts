import type { ChainStep, ExplainedPlay, Standing } from '../explaining/explanation.js';
import { fill, joined, toMinute } from './fill.js';
import { sayCall } from './say-call.js';
import { sayCandidates } from './say-candidates.js';
import { sayDecision } from './say-decision.js';
import { sayMapped } from './say-mapping.js';
import type { Texts } from './texts.js';

/** One step in words. */
export function sayStep(step: ChainStep, play: ExplainedPlay, texts: Texts): string {
  switch (step.kind) {
    case 'observed':
      return sayObserved(play, texts);
    case 'decided':
      return sayDecided(step, texts);
    case 'decided-anew':
      return sayAnew(step, texts);
    case 'moved':
      return sayMoved(step, texts);
    case 'called':
      return sayCall(step.call, texts);
    case 'answer-missing':
      return texts.answerMissing;
    case 'unrecorded':
      return texts.unrecorded;
    case 'read-back':
      return texts.readBack;
  }
}

function sayObserved(play: ExplainedPlay, texts: Texts): string {
  const { title, mediaType, watchedAt, season, number, observedAt } = play;
  const when = watchedAt === null ? texts.sometime : fill(texts.on, { at: toMinute(watchedAt) });
  const facts = { title, season, number, when };
  const of = { source: play.source, ref: play.sourceRef, action: play.action };
  const text = texts.observed[title === null ? 'nameless' : mediaType];
  const read = fill(texts.byRead, { at: toMinute(observedAt) });
  return joined(fill(text, { ...facts, ...of }), read);
}

function sayDecided(
  { decision, mapping, outcome, again }: Extract<ChainStep, { kind: 'decided' }>,
  texts: Texts,
): string {
  const { first, again: repeated, byPerson } = texts.decided;
  const what = sayDecision(outcome, decision?.evidence ?? [], texts);
  if (mapping !== null) return sayMapped(mapping, { what, again }, texts);
  if (decision === null) return fill(byPerson, { what });
  const candidates = sayCandidates(decision.candidates, texts);
  return joined(fill(again ? repeated : first, { what }), candidates);
}

function sayAnew({ decision }: Extract<ChainStep, { kind: 'decided-anew' }>, texts: Texts): string {
  const what = sayDecision(decision, decision.evidence, texts);
  return joined(fill(texts.decided.anew, { what }), sayCandidates(decision.candidates, texts));
}

function sayMoved({ to, why }: Extract<ChainStep, { kind: 'moved' }>, texts: Texts): string {
  const words = sayStanding(to, texts);
  return why === null ? words : joined(texts.returns[why], words);
}

function sayStanding({ state, reason, dueAt }: Standing, texts: Texts): string {
  const because = reason === null ? '' : texts.reasons[reason].because;
  switch (state) {
    case 'seen':
      return texts.seen;
    case 'excluded':
      return fill(texts.excluded, { because });
    case 'parked': {
      const until = dueAt === null ? '' : fill(texts.until, { at: toMinute(dueAt) });
      return joined(fill(texts.parked, { because }), until);
    }
    case 'planned':
    case 'sent':
    case 'proven':
    case 'removed':
      return texts.moved[state];
  }
}
