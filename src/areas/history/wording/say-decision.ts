import type { Evidence } from '../../matching/index.js';
import { fill } from './fill.js';
import { sayEvidence } from './say-evidence.js';
import type { Texts } from './texts.js';

export interface SaidOutcome {
  readonly reason: string | null;
  readonly subjectId: number | null;
  readonly episodeId: number | null;
}

/** What was decided, as part of a sentence: what came of it, and by what. */
export function sayDecision(
  outcome: SaidOutcome,
  evidence: readonly Evidence[],
  texts: Texts,
): string {
  const what = sayOutcome(outcome, texts);
  return evidence.length === 0
    ? what
    : fill(texts.decided.because, { what, evidence: sayEvidence(evidence, texts) });
}

function sayOutcome({ reason, subjectId, episodeId }: SaidOutcome, texts: Texts): string {
  const { episode, whole, setAside, leftAlone } = texts.decided;
  const known = Object.entries(texts.reasons).find(([name]) => name === reason)?.[1];
  if (known === undefined)
    return fill(episodeId === null ? whole : episode, { subject: subjectId, episode: episodeId });
  const isLeftAlone = reason === 'out-of-scope' || reason === 'ignored-by-user';
  return fill(isLeftAlone ? leftAlone : setAside, { because: known.because });
}
