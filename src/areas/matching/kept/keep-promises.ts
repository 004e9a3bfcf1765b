import type { Candidate, Decision, Evidence } from '../decision.js';
import type { TableContent } from '../facts/episode-table-store.js';
import { keyOf } from './item-key.js';
import { outcomeOf, type Promised } from './held-back.js';
import type { DecidedItem, KeptItem } from './match-store.js';

/** What is known of a subject; undefined when it was not looked at. */
export type Contents = (subjectId: number) => { readonly content: TableContent } | undefined;

/**
 * Plays may have been marked by the earlier match: another outcome is not acted on, it waits for a person, with both. Only where
 * the earlier target is no longer there (merged, deleted, its row replaced) does the new one take its place.
 */
export function keepPromise(
  { item, decision }: DecidedItem,
  promises: ReadonlyMap<string, Promised>,
  contents: Contents,
): KeptItem {
  const promised = promises.get(keyOf(item));
  if (promised === undefined || isSame(decision, promised) || !isThere(promised, contents))
    return { item, decision, previous: null, instead: null };
  return {
    item,
    decision: toChanged(decision, promised),
    previous: promised,
    instead: outcomeOf(decision),
  };
}

const isSame = (decision: Decision, { subjectId, episodeId }: Promised) =>
  decision.kind === 'matched' &&
  decision.subjectId === subjectId &&
  decision.episodeId === episodeId;

/** Not looked at counts as there: what nobody has seen go is held on to. */
function isThere({ subjectId, episodeId }: Promised, contents: Contents): boolean {
  const content = contents(subjectId)?.content;
  if (content === undefined) return true;
  if (content.kind !== 'rows') return false;
  return episodeId === null || content.rows.some(({ id }) => id === episodeId);
}

function toChanged(decision: Decision, promised: Promised): Decision {
  const { subjectId, episodeId, idMapVersion, decidedAt } = promised;
  const before: Evidence = {
    signal: 'changed',
    detail: `it was matched to ${nameOf(promised)} on ${decidedAt.slice(0, 10)} (id map ${idMapVersion})`,
  };
  const after: Evidence = {
    signal: 'changed',
    detail:
      decision.kind === 'matched'
        ? `now everything speaks for ${nameOf(decision)}`
        : `now it would be ${decision.kind} (${decision.reason})`,
  };
  const candidates: Candidate[] = [{ subjectId, episodeId, evidence: [before] }];
  if (decision.kind === 'matched')
    candidates.push({
      subjectId: decision.subjectId,
      episodeId: decision.episodeId,
      evidence: decision.evidence,
    });
  else if (decision.kind === 'parked') candidates.push(...decision.candidates);
  return {
    kind: 'parked',
    reason: 'changed',
    subjectId: null,
    number: null,
    candidates,
    evidence: [before, after, ...decision.evidence],
  };
}

const nameOf = ({
  subjectId,
  episodeId,
}: {
  readonly subjectId: number;
  readonly episodeId: number | null;
}) =>
  episodeId === null ? `subject ${subjectId}` : `episode ${episodeId} of subject ${subjectId}`;
