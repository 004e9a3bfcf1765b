import { collectionType } from '../../../upstream/bangumi/index.js';
import { theCollection, theRate, type KeptMark, type Mark, type MarkOutcome } from './mark.js';

/** What Bangumi shows of a subject, by episode; null: not collected; left out: not there. */
export type Shown = ReadonlyMap<number, number | null>;

export interface Step {
  readonly mark: KeptMark;
  readonly step: 'set-back' | MarkOutcome;
}

/** What is to be done about each mark of a subject. */
export function stepsBack(marks: readonly KeptMark[], shown: Shown): readonly Step[] {
  const steps = marks.map((mark) => ({ mark, step: stepBack(mark, shown.get(mark.episodeId)) }));
  const willBe = (place: number): number =>
    steps.find(({ mark, step }) => mark.episodeId === place && step === 'set-back')?.mark.before ??
    shown.get(place) ??
    0;
  const becoming = { type: willBe(theCollection), rate: willBe(theRate) };
  return steps.map(({ mark, step }) => ({
    mark,
    step: step === 'set-back' && losesARate(mark, becoming) ? 'changed-since' : step,
  }));
}

function stepBack(
  { episodeId, before, after }: Mark,
  now: number | null | undefined,
): Step['step'] {
  if (now === undefined) return 'gone';
  if (now === before) return 'taken-back';
  if (now !== after) return 'changed-since';
  return episodeId === theCollection && before === null ? 'cannot-be-removed' : 'set-back';
}

/** A wish has no rate: made one again, the subject would lose the rate it was given since, and none can be given back to it. */
function losesARate(
  { episodeId, before }: Mark,
  { type, rate }: { readonly type: number; readonly rate: number },
): boolean {
  if (episodeId === theCollection) return before === collectionType.wish && rate > 0;
  return episodeId === theRate && before !== 0 && type <= collectionType.wish;
}
