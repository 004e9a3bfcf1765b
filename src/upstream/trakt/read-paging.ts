import { malformed, type Answer } from '../http/index.js';

export interface Paging {
  readonly page: number;
  /** The one Trakt applied: asking for more than 250 is clamped silently. */
  readonly limit: number;
  readonly pageCount: number;
  readonly itemCount: number;
}

/** Trakt pages by header; an answer without them cannot be told complete, hence `malformed`. */
export function readPaging(answer: Answer): Paging {
  return {
    page: readCount(answer, 'x-pagination-page'),
    limit: readCount(answer, 'x-pagination-limit'),
    pageCount: readCount(answer, 'x-pagination-page-count'),
    itemCount: readCount(answer, 'x-pagination-item-count'),
  };
}

/** For answers that should come whole: refuses one that says it is only a first page. */
export function assertWhole(answer: Answer): void {
  const pageCount = answer.headers['x-pagination-page-count'];
  if (pageCount !== undefined && Number(pageCount) > 1) {
    throw malformed(answer, `page 1 of ${Number(pageCount)} where the whole was expected`);
  }
}

function readCount(answer: Answer, header: string): number {
  const value = answer.headers[header];
  if (value === undefined) throw malformed(answer, `the header ${header} is missing`);
  if (!/^\d{1,9}$/.test(value)) throw malformed(answer, `the header ${header} is not a count`);
  return Number(value);
}
