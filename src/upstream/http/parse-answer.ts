import type { z } from 'zod';
import { isHtml, parseJson, saysJson } from './answer-body.js';
import { createUpstreamError } from './create-upstream-error.js';
import type { Answer } from './exchange.js';
import type { UpstreamError } from './upstream-error.js';

/** Content-type gate, JSON, schema: what passes is ours to trust; anything else is `malformed` and says where. */
export function parseAnswer<T>(answer: Answer, schema: z.ZodType<T>): T {
  const result = schema.safeParse(readJson(answer));
  if (result.success) return result.data;
  const faults = result.error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${toPointer(path)}: ${message}`);
  throw malformed(answer, `unexpected answer at ${faults.join('; ')}`);
}

/** For writes answered with a bare status: any body is ignored, but a page means that something else answered. */
export function assertAccepted(answer: Answer): void {
  if (isHtml(answer)) throw malformed(answer, 'an HTML page instead of a confirmation');
}

export const malformed = (answer: Answer, description: string): UpstreamError =>
  createUpstreamError(answer.call, { kind: 'malformed', status: answer.status, description });

function readJson(answer: Answer): unknown {
  if (isHtml(answer)) throw malformed(answer, 'an HTML page instead of JSON');
  if (!saysJson(answer)) throw malformed(answer, 'the content type is not JSON');
  if (answer.text.trim() === '') throw malformed(answer, 'an empty body instead of JSON');
  try {
    return parseJson(answer.text);
  } catch {
    // The parser's own message quotes the body, which may hold personal data.
    throw malformed(answer, `torn JSON of ${answer.text.length} characters`);
  }
}

const toPointer = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? 'the root' : `/${path.map(String).join('/')}`;
