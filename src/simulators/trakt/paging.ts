import { Refusal, type Answer, type SimRequest } from '../server/exchange.js';

/** Trakt's own maximum since 2026-06-15 (Trakt API notes §2.5). */
const maximum = 250;

export interface PageAsked {
  readonly page: number;
  readonly limit: number;
  readonly from: number;
}

function readWhole(request: SimRequest, name: string, fallback: number): number {
  const text = request.query.get(name);
  if (text === null || text === '') return fallback;
  // What Trakt does with nonsense is not documented; the simulator is strict so that a mistake shows.
  if (!/^\d+$/.test(text) || Number(text) < 1) throw new Refusal({ status: 400 });
  return Number(text);
}

/** Too large a `limit` is clamped silently, never refused. */
export function readPage(
  request: SimRequest,
  { fallback = 100, most = maximum }: { fallback?: number; most?: number } = {},
): PageAsked {
  const page = readWhole(request, 'page', 1);
  const limit = Math.min(
    readWhole(request, 'limit', fallback),
    most,
    maximum,
    request.maxLimit ?? maximum,
  );
  return { page, limit, from: (page - 1) * limit };
}

export const isPaged = (request: SimRequest): boolean =>
  request.query.has('page') || request.query.has('limit');

/** An answer with the paging headers, telling the limit that was applied. */
export function pageAnswer(json: unknown, { page, limit }: PageAsked, total: number): Answer {
  return {
    status: 200,
    json,
    headers: {
      'x-pagination-page': String(page),
      'x-pagination-limit': String(limit),
      'x-pagination-page-count': String(Math.ceil(total / limit)),
      'x-pagination-item-count': String(total),
    },
  };
}

export const wants = (request: SimRequest, value: string): boolean =>
  (request.query.get('extended') ?? '').split(',').includes(value);
