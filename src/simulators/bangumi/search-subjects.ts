import { z } from 'zod';

import { Refusal, type Answer, type SimRequest } from '../server/exchange.js';

import { errorAnswer, refuse } from './refuse.js';
import { renderSubject } from './render-wiki.js';
import type { WikiSubject } from './wiki.js';

/** Unknown fields are ignored here, unlike on writes. */
const searchBody = z.looseObject({
  keyword: z.string().default(''),
  sort: z.string().nullish(),
  filter: z
    .looseObject({
      type: z.array(z.int()).nullish(),
      air_date: z.array(z.string()).nullish(),
      nsfw: z.boolean().nullish(),
    })
    .nullish(),
});

function parseBody(request: SimRequest): z.output<typeof searchBody> {
  try {
    return searchBody.parse(JSON.parse(request.body));
  } catch {
    throw new Refusal(
      errorAnswer(request, 400, { title: 'JSON Error', description: "can't decode request body" }),
    );
  }
}

/** `>=2017-10-10` without a blank. A subject without a full date never passes. */
function passesDate(request: SimRequest, date: string | null, filter: string): boolean {
  const [, operator = '', day = ''] =
    /^(>=|>|<=|<|)(\d{4}-\d{2}-\d{2})$/.exec(filter) ??
    refuse(request, 400, `invalid date ${filter}`);
  if (date === null || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const comparisons: Record<string, boolean> = {
    '>=': date >= day,
    '>': date > day,
    '<=': date <= day,
    '<': date < day,
    '': date === day,
  };
  return comparisons[operator] ?? false;
}

const normalise = (text: string): string => text.normalize('NFKC').toLowerCase();
const words = (text: string): string[] =>
  normalise(text)
    .split(/\s+/)
    .filter((word) => word !== '');

/** 0 the same, 1 contains all of it, 2 contains every word, 3 some; `undefined`: not found, or excluded by a `-word`. */
function rankOf({ source }: WikiSubject, keyword: string): number | undefined {
  const names = [source.name, source.name_cn, ...source.aliases].map(normalise);
  const has = (word: string): boolean => names.some((name) => name.includes(word));
  const excluded = words(keyword).filter((word) => word.startsWith('-') && word.length > 1);
  if (excluded.some((word) => has(word.slice(1)))) return undefined;
  const wanted = words(keyword).filter((word) => !excluded.includes(word));
  const whole = wanted.join(' ');
  if (names.includes(whole)) return 0;
  if (has(whole)) return 1;
  if (wanted.every(has)) return 2;
  return wanted.some(has) ? 3 : undefined;
}

function readLimits(request: SimRequest): { limit: number; offset: number } {
  const limit = Number(request.query.get('limit') ?? 10);
  const offset = Number(request.query.get('offset') ?? 0);
  if (Number.isNaN(limit + offset) || limit <= 0 || offset < 0)
    refuse(request, 400, 'limit should be greater than zero and offset not negative');
  return { limit: Math.min(limit, 20, request.maxLimit ?? 20), offset };
}

interface Hit {
  readonly subject: WikiSubject;
  readonly rank: number;
}
const byRankThenId = (left: Hit, right: Hit): number =>
  left.rank === right.rank
    ? left.subject.source.id - right.subject.source.id
    : left.rank - right.rank;

/** A small stand-in for the engine: names and aliases only, best rank first, then id (Bangumi API notes §4.1). */
export function searchSubjects(request: SimRequest, subjects: readonly WikiSubject[]): Answer {
  const { keyword, sort, filter } = parseBody(request);
  const { limit, offset } = readLimits(request);
  if (!['match', 'heat', 'rank', 'score'].includes(sort ?? 'match'))
    refuse(request, 400, 'sort not supported');
  const found = subjects
    .filter(({ source }) => filter?.type?.includes(source.type) ?? true)
    .filter(({ source }) => filter?.nsfw !== false || !source.nsfw)
    .filter(({ source }) =>
      (filter?.air_date ?? []).every((date) => passesDate(request, source.date, date)),
    )
    .map((subject) => ({ subject, rank: rankOf(subject, keyword) }))
    .filter((hit): hit is Hit => hit.rank !== undefined)
    .sort(byRankThenId);
  const data = found.slice(offset, offset + limit).map(({ subject }) => renderSubject(subject));
  return { status: 200, json: { data, total: found.length, limit, offset } };
}
