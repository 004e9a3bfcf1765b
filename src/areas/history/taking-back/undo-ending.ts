import type { RunStatus } from '../run.js';
import type { MarkOutcome } from './mark.js';

/** What an undo has to say at its end, by what came of each mark; `open`: not taken back yet. */
export function undoEnding(
  undoes: string,
  marks: Readonly<Record<string, number>>,
): {
  readonly status: Extract<RunStatus, 'success' | 'incomplete'>;
  readonly advice: string | null;
} {
  const of = (outcome: MarkOutcome | 'open'): number => marks[outcome] ?? 0;
  const said = [
    [of('open'), 'marks could not be taken back yet: undo the run once more.'],
    [of('changed-since'), 'were changed since by somebody else and stay as they are.'],
    [of('set-again'), 'were set again by a later run: undo that one.'],
    [of('gone'), 'are of episodes or subjects that Bangumi no longer has.'],
    [
      of('cannot-be-removed'),
      'subjects stay in your collection: Bangumi’s interface has no way to remove them.',
    ],
  ] as const;
  const sentences = said.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const listed = `GET /api/v1/runs/${undoes}/marks lists each.`;
  return {
    status: of('open') > 0 ? 'incomplete' : 'success',
    advice: sentences.length === 0 ? null : [...sentences, listed].join(' '),
  };
}
