import { z } from 'zod';

import { Refusal, type SimRequest } from '../server/exchange.js';

import type { Member } from './members.js';
import { errorAnswer, refuse } from './refuse.js';

const acceptedContentTypes = ['application/json', 'application/json; charset=UTF-8'];

export const collectionBody = z.strictObject({
  type: z.int().nullish(),
  rate: z.int().nullish(),
  comment: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  private: z.boolean().nullish(),
  ep_status: z.int().nullish(),
  vol_status: z.int().nullish(),
});
export const episodesBody = z.strictObject({
  episode_id: z.array(z.int()).nullish(),
  type: z.int().nullish(),
});
export const episodeBody = z.strictObject({ type: z.int().nullish() });

export type CollectionBody = z.output<typeof collectionBody>;

/** Scope, content type by the letter, then strict JSON: unknown fields and wrong types are refused (Bangumi API notes §1, §7). */
export function readWriteBody<T>(request: SimRequest, writer: Member, schema: z.ZodType<T>): T {
  if (!writer.source.may_write) refuse(request, 403, 'insufficient token scope');
  if (!acceptedContentTypes.includes(request.headers['content-type'] ?? '')) {
    refuse(
      request,
      415,
      "need 'application/json' or 'application/json; charset=UTF-8' in content-type header",
    );
  }
  try {
    return schema.parse(JSON.parse(request.body));
  } catch (thrown) {
    const error = thrown instanceof z.ZodError ? z.prettifyError(thrown) : 'invalid character';
    throw new Refusal(
      errorAnswer(request, 400, {
        title: 'JSON Error',
        description: "can't decode request body as json",
        error,
      }),
    );
  }
}

const isPrintable = (text: string): boolean =>
  !/[\p{Cc}\p{Cf}]/u.test(text.replaceAll(/[\n\r\t]/g, ''));

const isOutside = (value: number | null | undefined, low: number, high: number): boolean =>
  typeof value === 'number' && (value < low || value > high);
const lengthOf = (text: string): number => Array.from(text).length;
const isWrongTag = (tag: string): boolean => lengthOf(tag) < 2 || /\s/.test(tag);
const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

function faultOf(body: CollectionBody, isBook: boolean): string | undefined {
  const comment = body.comment?.trim() ?? '';
  const tags = body.tags ?? [];
  const checks: [boolean, string][] = [
    [isOutside(body.type, 1, 5), 'invalid collection type'],
    [isOutside(body.rate, 0, 10), 'rate should be 0 to 10'],
    [lengthOf(comment) > 380, 'comment too long, only allow less equal than 380 characters'],
    [!isPrintable(comment), 'invalid text with control characters'],
    [tags.length > 10, 'too many tags'],
    [tags.some(isWrongTag), 'invalid tag'],
    [
      !isBook && [body.ep_status, body.vol_status].some(isGiven),
      "can't set 'vol_status' or 'ep_status' on non-book subject",
    ],
  ];
  return checks.find(([isWrong]) => isWrong)?.[1];
}

/** The field rules of §7.2. */
export function assertCollectionBody(
  request: SimRequest,
  body: CollectionBody,
  isBook: boolean,
): void {
  const fault = faultOf(body, isBook);
  if (fault !== undefined) refuse(request, 400, fault);
}
