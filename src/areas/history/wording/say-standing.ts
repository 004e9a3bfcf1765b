import type { Evidence, Mapping } from '../../matching/index.js';
import type { PlayReason, PlayState } from '../run.js';
import { fill, joined } from './fill.js';
import { sayEvidence } from './say-evidence.js';
import { sayMapping } from './say-mapping.js';
import type { Texts } from './texts.js';

interface Stands {
  readonly state: PlayState;
  readonly reason: PlayReason | null;
}

/** What it means for a play to stand there, and what the person can do. */
export function sayStanding(
  { state, reason }: Stands,
  texts: Texts,
): { readonly words: string; readonly advice: string } {
  const { now, advice } = texts.states[state];
  const facts = reason === null ? {} : { ...texts.reasons[reason] };
  return { words: fill(now, facts), advice: fill(advice, facts) };
}

interface Basis {
  /** What decides it, if not matching. */
  readonly mapping: Mapping | undefined;
  readonly evidence: readonly Evidence[];
}

/** The same, and what it was decided by. */
export function sayWithBasis(stands: Stands, { mapping, evidence }: Basis, texts: Texts): string {
  const { words } = sayStanding(stands, texts);
  const basis = mapping === undefined ? sayEvidence(evidence, texts) : sayMapping(mapping, texts);
  return basis === '' ? words : joined(words, fill(texts.inDetail, { evidence: basis }));
}
