import fc from 'fast-check';
import type { ApiDocument, Operation } from './api-document.js';
import { draftsOf, type Draft } from './draft.js';

/** Takes nothing, and answers everybody the same. */
const isFixed = ({ isPublic, method, parameters }: Operation): boolean =>
  isPublic && method === 'GET' && parameters.length === 0;

/** Of requests that belong together those that remove come last: nothing more can be asked of what is gone. */
const rank = ({ operation }: Draft): number => Number(operation.method === 'DELETE');

export interface DraftWish {
  readonly seed: number;
  /** At least so many drafts. */
  readonly requests: number;
}

/** The same drafts for the same seed: every operation as often as the others, what is of one tag together, two rounds a block. */
export function draftBlocks(document: ApiDocument, { seed, requests }: DraftWish): Draft[][] {
  const { operations } = document;
  const fixed = operations.filter(isFixed).length;
  const rounds = fc.sample(
    fc.tuple(...operations.map((operation) => draftsOf(operation, document))),
    { seed, numRuns: Math.ceil(requests / (operations.length - fixed)) },
  );
  const blocks = new Map<string, Draft[]>();
  rounds.forEach((round, index) => {
    for (const draft of round) {
      if (index % 4 !== 0 && isFixed(draft.operation)) continue;
      const name = `${Math.floor(index / 2)} ${draft.operation.tag}`;
      blocks.set(name, [...(blocks.get(name) ?? []), draft]);
    }
  });
  return [...blocks.values()].map((block) => block.sort((one, other) => rank(one) - rank(other)));
}

/** More of what belongs together with operations that have not been granted to anybody by chance. */
export const encoreFor = (
  lacking: readonly string[],
  document: ApiDocument,
  seed: number,
): Draft[][] =>
  draftBlocks(document, { seed, requests: 2 * document.operations.length }).filter((block) =>
    block.some(({ operation }) => lacking.includes(operation.id)),
  );
