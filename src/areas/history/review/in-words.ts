import type { Evidence } from '../../matching/index.js';
import type { Standing } from './review.js';

const words: Readonly<Record<string, string>> = {
  unmatched: 'Nothing on Bangumi fits with certainty',
  ambiguous: 'More than one thing on Bangumi fits',
  'episode-missing': 'The subject is certain, but it has no such episode',
  changed: 'Bangumi has changed since it was matched',
  'out-of-scope': 'Nothing suggests that it is on Bangumi',
  'ignored-by-user': 'It is left out as somebody said',
  refused: 'Bangumi refuses to mark it',
  'upstream-down': 'It is matched, but could not be written to Bangumi',
  'needs-reauth': 'It is matched, but Bangumi no longer takes the token',
};

/** Why plays stand where they do, as a sentence. */
export function inWords(
  { state, reason }: Pick<Standing, 'state' | 'reason'>,
  evidence: readonly Evidence[],
): string {
  const opening =
    reason === null
      ? (byState[state] ?? 'It waits to be matched')
      : (words[reason] ?? `It stands as ${reason}`);
  const details = evidence.slice(0, 3).map(({ detail }) => detail);
  return details.length === 0 ? `${opening}.` : `${opening}: ${details.join('; ')}.`;
}

const byState: Readonly<Record<string, string>> = {
  planned: 'It is matched, and marked with the next sync',
  sent: 'It was sent to Bangumi, and is read back with the next sync',
  proven: 'It is matched, and Bangumi shows it',
};
