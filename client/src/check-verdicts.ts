import { RecordsError } from './http/records-error.js';
import type { Verdicts } from './records.js';

/** Nothing counts as acknowledged unless the answer names every item in its place. Throws RecordsError. */
export function checkVerdicts(
  answer: unknown,
  items: readonly { readonly id: string }[],
): Verdicts {
  const verdicts = isVerdicts(answer) ? answer.verdicts : [];
  const fits =
    verdicts.length === items.length &&
    verdicts.every(
      ({ id, verdict }, at) =>
        typeof verdict === 'string' &&
        (id === items[at]?.id || (id === null && verdict === 'invalid')),
    );
  if (isVerdicts(answer) && fits) return answer;
  throw new RecordsError(
    'malformed',
    `The answer does not have a verdict for each of the ${items.length} items, in their order.`,
  );
}

const isVerdicts = (answer: unknown): answer is Verdicts =>
  typeof answer === 'object' &&
  answer !== null &&
  'verdicts' in answer &&
  Array.isArray(answer.verdicts);
