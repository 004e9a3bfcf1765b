import type { AtQuiet, Faults } from './at-quiet.js';
import { rateAllowed } from './expect-rate.js';
import { typesAllowed } from './expect-type.js';
import { ownWordOf, type OwnWordOn } from './own-word.js';
import type { ModelTitle } from './titles.js';

/** What is wrong with the collection of a title, by what the person and Trakt say of it. */
export function faultsOfCollection(quiet: AtQuiet, title: ModelTitle): Faults {
  const { state, posts } = quiet;
  const { subjectId } = title;
  const own = ownWordOf(quiet.memory, subjectId);
  const raced = own.amid && posts.some((post) => post.subjectId === subjectId && post.at > own.at);
  const found = state.collections[subjectId] ?? null;
  const types = typesAllowed(quiet, title, { ...own, raced });
  const rates = rateAllowed(quiet, title, { ...own, raced });
  return [
    ...unlike(`subject ${subjectId} is`, found?.type ?? null, types),
    ...unlike(`subject ${subjectId} is rated`, found?.rate ?? 0, rates),
    ...faultsOfWords(found, own.said, raced).map(
      (what) => `${what} of subject ${subjectId} was touched`,
    ),
  ];
}

const unlike = (what: string, found: number | null, allowed: readonly (number | null)[]): Faults =>
  allowed.includes(found) ? [] : [`${what} ${found}, not ${allowed.join(' or ')}`];

type Found = AtQuiet['state']['collections'][string];

function faultsOfWords(found: Found | null, said: OwnWordOn['said'], raced: boolean): Faults {
  if (found === null || said === null) return [];
  return [
    ...(found.comment === said.comment ? [] : ['the comment']),
    ...(found.tags.join() === said.tags.join() ? [] : ['the tags']),
    ...(found.private === said.private || raced ? [] : ['the privacy']),
  ];
}
