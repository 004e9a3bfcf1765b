import type { Answer, SimRequest } from '../server/exchange.js';

import { refuse } from './refuse.js';

export interface PageRule {
  readonly fallback: number;
  readonly most: number;
}

function readWhole(request: SimRequest, name: string, fallback: number): number {
  const text = request.query.get(name);
  if (text === null || text === '') return fallback;
  if (!/^-?\d+$/.test(text))
    refuse(request, 400, `can't parse query args ${name} as int: "${text}"`);
  return Number(text);
}

/** Bangumi refuses what is over its maximum, it does not clamp (Bangumi API notes §5.3, §6). */
function readPage(request: SimRequest, rule: PageRule): { limit: number; offset: number } {
  const most = Math.min(rule.most, request.maxLimit ?? rule.most);
  const limit = readWhole(request, 'limit', Math.min(rule.fallback, most));
  const offset = readWhole(request, 'offset', 0);
  if (limit <= 0) refuse(request, 400, 'limit should be greater than zero');
  if (limit > most) refuse(request, 400, `limit should less equal than ${String(most)}`);
  if (offset < 0) refuse(request, 400, 'offset should be greater than or equal to 0');
  return { limit, offset };
}

/** One page; an offset past the end is refused. `none` is what stands for no rows at all. */
export function pageAnswer<T>(
  request: SimRequest,
  { items, rule, none = [] }: { items: readonly T[]; rule: PageRule; none?: [] | null },
  render: (item: T) => object,
): Answer {
  const { limit, offset } = readPage(request, rule);
  const total = items.length;
  if (offset > total) refuse(request, 400, 'offset should be less than or equal to total');
  const data = total === 0 ? none : items.slice(offset, offset + limit).map(render);
  return { status: 200, json: { data, total, limit, offset } };
}

/** A whole positive id of the path or query. */
export function readId(request: SimRequest, text: string | null | undefined): number {
  if (text === undefined || text === null || !/^[1-9]\d{0,15}$/.test(text))
    refuse(request, 400, `${String(text)} is not valid id`);
  return Number(text);
}

/** An optional number of the query out of a fixed set; anything else is refused. */
export function readChoice(
  request: SimRequest,
  name: string,
  allowed: readonly number[],
): number | undefined {
  const text = request.query.get(name);
  if (text === null || text === '') return undefined;
  const choice = Number(text);
  if (!allowed.includes(choice)) refuse(request, 400, `invalid query param \`${name}\`: ${text}`);
  return choice;
}
