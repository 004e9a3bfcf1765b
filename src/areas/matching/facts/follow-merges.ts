import type { Decision } from '../decision.js';
import type { AnswerBook } from './answer-book.js';

/** The id map may name a subject that was merged since; marks and collections want the one it was merged into. */
export function followMerges(
  decision: Decision,
  { tableOf }: Pick<AnswerBook, 'tableOf'>,
): Decision {
  const follow = (subjectId: number) => {
    const content = tableOf(subjectId)?.content;
    return content?.kind === 'merged' ? content.into : subjectId;
  };
  switch (decision.kind) {
    case 'matched':
      return { ...decision, subjectId: follow(decision.subjectId) };
    case 'parked': {
      const candidates = decision.candidates.map((candidate) => ({
        ...candidate,
        subjectId: follow(candidate.subjectId),
      }));
      return {
        ...decision,
        subjectId: decision.subjectId === null ? null : follow(decision.subjectId),
        candidates,
      };
    }
    case 'excluded':
      return decision;
  }
}
