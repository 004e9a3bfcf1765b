import type { z } from 'zod';
import { InputError, messageOf } from '../../../platform/lib/errors.js';
import type { Fault } from '../../../platform/lib/errors.js';

/** @throws InputError about `subject` */
export function parseJson(text: string, subject: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(subject, [{ place: '/', message: `not JSON (${messageOf(error)})` }]);
  }
}

export const toFault = (issue: z.core.$ZodIssue): Fault => ({
  place: `/${issue.path.join('/')}`,
  message: issue.message,
});
