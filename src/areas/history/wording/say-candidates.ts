import type { Candidate } from '../../matching/index.js';
import { fill } from './fill.js';
import { sayPlace } from './say-change.js';
import { sayEvidence } from './say-evidence.js';
import type { Texts } from './texts.js';

/** In words; data tell all of them. */
const candidatesSaid = 5;

/** What it could be, with what speaks for each; empty where nothing was thought of. */
export function sayCandidates(candidates: readonly Candidate[], texts: Texts): string {
  if (candidates.length === 0) return '';
  const said = candidates.slice(0, candidatesSaid).map((one) => sayCandidate(one, texts));
  const left = candidates.length - said.length;
  const more = left > 0 ? [fill(texts.decided.moreCandidates, { count: left })] : [];
  return fill(texts.decided.candidates, { candidates: [...said, ...more].join(texts.listed) });
}

function sayCandidate(candidate: Candidate, texts: Texts): string {
  const place = sayPlace(candidate, texts);
  return candidate.evidence.length === 0
    ? place
    : fill(texts.decided.candidate, { place, evidence: sayEvidence(candidate.evidence, texts) });
}
