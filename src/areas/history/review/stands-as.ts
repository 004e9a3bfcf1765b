import { sql, type Sql } from '../../../platform/database/index.js';
import { settledByPerson } from '../run.js';
import { isInQuestion } from '../changed/in-question.js';
import type { ReviewState, Standing } from './review.js';

interface Where extends Pick<Standing, 'state' | 'reason' | 'dueAt'> {
  /** It is marked, and would be something else by now. */
  readonly isInQuestion: boolean;
}

const settled: readonly string[] = settledByPerson;
const onlyUnwritten: readonly string[] = ['refused', 'upstream-down', 'needs-reauth'];
const underWay: readonly string[] = ['planned', 'sent', 'proven'];

/** Which plays the review shows under which word. An episode is no longer waited for once its days are over. */
export const standsAs: Readonly<Record<ReviewState, (where: Where) => boolean>> = {
  parked: ({ state, reason, dueAt }) =>
    state === 'parked' &&
    (settled.includes(reason ?? '') || (reason === 'episode-missing' && dueAt === null)),
  changed: (where) =>
    where.isInQuestion || (where.state === 'parked' && where.reason === 'changed'),
  missing: ({ state, reason }) => state === 'parked' && reason === 'episode-missing',
  matched: ({ state, reason }) =>
    underWay.includes(state) || (state === 'parked' && onlyUnwritten.includes(reason ?? '')),
  ignored: ({ state, reason }) => state === 'excluded' && reason === 'ignored-by-user',
  'out-of-scope': ({ state, reason }) => state === 'excluded' && reason === 'out-of-scope',
};

/** The same of rows of `plays` named `p`, of `trakt_items` named `i`, and, where there are such, of `matches` named `m`. */
export const standsAsSql: Readonly<Record<ReviewState, Sql>> = {
  parked: sql`p.state = 'parked' AND (p.reason = ANY(${[...settledByPerson]}) OR (p.reason = 'episode-missing' AND p.due_at IS NULL))`,
  changed: sql`((p.state = 'parked' AND p.reason = 'changed') OR ${isInQuestion})`,
  missing: sql`p.state = 'parked' AND p.reason = 'episode-missing'`,
  matched: sql`(p.state = ANY(${[...underWay]}) OR (p.state = 'parked' AND p.reason = ANY(${[...onlyUnwritten]})))`,
  ignored: sql`p.state = 'excluded' AND p.reason = 'ignored-by-user'`,
  'out-of-scope': sql`p.state = 'excluded' AND p.reason = 'out-of-scope'`,
};

/** Not marked yet and not left out by the settings: what settling puts back into line. */
const canStillBeSettled = (where: Where): boolean =>
  where.state === 'seen' ||
  where.state === 'planned' ||
  (where.state === 'parked' && (standsAs.matched(where) || standsAs.missing(where))) ||
  standsAs.parked(where) ||
  standsAs.ignored(where) ||
  standsAs['out-of-scope'](where);

/** Whatever a person has not settled: what waits, and what is marked and in question. */
export const isAsked = (where: Where): boolean => where.isInQuestion || canStillBeSettled(where);
