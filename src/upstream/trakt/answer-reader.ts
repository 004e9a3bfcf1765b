import type { z } from 'zod';
import { parseAnswer, type UpstreamCall, type UpstreamHttp } from '../http/index.js';
import { assertWhole, readPaging } from './read-paging.js';
import type { RowsSchema } from './row-schemas.js';
import type { TraktPage } from './trakt-client.js';

/** One request and one parsed answer, in the three shapes Trakt answers in. */
export interface AnswerReader {
  readonly readOne: <T>(call: UpstreamCall, schema: z.ZodType<T>) => Promise<T>;
  /** Refuses an answer that says it is only a first page. */
  readonly readWhole: <T>(call: UpstreamCall, schema: z.ZodType<T>) => Promise<T>;
  readonly readPage: <T extends object>(
    call: UpstreamCall,
    schema: RowsSchema<T>,
  ) => Promise<TraktPage<T>>;
}

export const createAnswerReader = (http: UpstreamHttp): AnswerReader => ({
  readOne: async (call, schema) => parseAnswer(await http.send(call), schema),
  readWhole: async (call, schema) => {
    const answer = await http.send(call);
    assertWhole(answer);
    return parseAnswer(answer, schema);
  },
  readPage: async (call, schema) => {
    const answer = await http.send(call);
    const rows = parseAnswer(answer, schema);
    const items = rows.filter((row) => row !== null);
    return { items, ...readPaging(answer), skipped: rows.length - items.length };
  },
});
