import { emptySql, sql, type Sql } from '../../../platform/database/index.js';
import { InputError } from '../../../platform/lib/errors.js';
import type { AuditActorKind, AuditOutcome } from '../audit-entry.js';
import { quoted, tagOf, type TagKind } from '../words/lexemes.js';
import { ourSource } from '../words/index-entry.js';
import { toNeedle } from '../words/to-needle.js';

/** What records are narrowed to; everything given must hold. Times: from included, to excluded. */
export interface AuditFilter {
  /** Only what concerns this person: what they did, what was done to them, what they handed in. */
  readonly personId?: string | undefined;
  readonly actor?: string | undefined;
  readonly actorKind?: AuditActorKind | undefined;
  readonly via?: string | undefined;
  /** Any of them; `run.*` stands for all that begin with `run.`. */
  readonly actions?: readonly string[] | undefined;
  readonly target?: string | undefined;
  readonly targetKind?: string | undefined;
  readonly outcomes?: readonly AuditOutcome[] | undefined;
  readonly source?: string | undefined;
  readonly requestId?: string | undefined;
  readonly workflowId?: string | undefined;
  readonly address?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Words, and parts of Chinese and Japanese text; all of them must be there. */
  readonly text?: string | undefined;
}

/** A filter as conditions on `r`. */
export interface Conditions {
  /** Those that need no index. */
  readonly plain: Sql;
  /** Those the words of a record answer; undefined where there are none. */
  readonly needle: Sql | undefined;
}

/** Throws InputError for a text nothing can be found by. */
export function toConditions(filter: AuditFilter): Conditions {
  const { lexemes, parts } = needleOf(filter.text);
  const tags = tagsOf(filter);
  const looked = [...lexemes, ...tags].join(' & ');
  return {
    plain: and([
      filter.from === undefined ? undefined : sql`r.at >= ${filter.from}`,
      filter.to === undefined ? undefined : sql`r.at < ${filter.to}`,
      filter.source === ourSource ? sql`r.source = ${ourSource}` : undefined,
    ]),
    needle:
      looked === ''
        ? undefined
        : and([
            sql`r.words @@ ${looked}::tsquery`,
            ...parts.map((part) => sql`position(${part} in r.search_text) > 0`),
          ]),
  };
}

function needleOf(text: string | undefined) {
  if (text === undefined) return { lexemes: [], parts: [] };
  const needle = toNeedle(text);
  if (needle !== undefined) return needle;
  const message = 'expected letters, digits or signs of a script; nothing is found by others alone';
  throw new InputError('query', [{ place: '/q', message }]);
}

function tagsOf(filter: AuditFilter): readonly string[] {
  const one: readonly (readonly [TagKind, string | undefined])[] = [
    ['person', filter.personId],
    ['actor', filter.actor],
    ['actorKind', filter.actorKind],
    ['via', filter.via],
    ['target', filter.target],
    ['targetKind', filter.targetKind],
    // Nearly all are ours: a condition of its own.
    ['source', filter.source === ourSource ? undefined : filter.source],
    ['requestId', filter.requestId],
    ['workflowId', filter.workflowId],
    ['address', filter.address],
  ];
  return [
    ...one.flatMap(([kind, value]) => (value === undefined ? [] : [quoted(tagOf(kind, value))])),
    ...anyOf((filter.actions ?? []).map(toAction)),
    ...anyOf((filter.outcomes ?? []).map((outcome) => quoted(tagOf('outcome', outcome)))),
  ];
}

const toAction = (action: string): string =>
  action.endsWith('.*')
    ? `${quoted(tagOf('action', action.slice(0, -1)))}:*`
    : quoted(tagOf('action', action));

const anyOf = (lexemes: readonly string[]): readonly string[] =>
  lexemes.length === 0 ? [] : [`(${lexemes.join(' | ')})`];

const and = (conditions: readonly (Sql | undefined)[]): Sql =>
  conditions
    .filter((condition) => condition !== undefined)
    .reduce((joined, condition) => sql`${joined} AND ${condition}`, sql`TRUE`);

export const andNeedle = ({ needle }: Conditions): Sql =>
  needle === undefined ? emptySql : sql`AND ${needle}`;
