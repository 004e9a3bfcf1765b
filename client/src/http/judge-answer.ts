import type { Problem } from '../records.js';
import { RecordsError, type RecordsErrorKind } from './records-error.js';
import { retryAfterMs } from './retry-after.js';

type KnownProblem = Pick<Problem, 'code' | 'detail' | 'errors' | 'request_id'>;

const kinds: Readonly<Record<number, RecordsErrorKind>> = {
  401: 'unauthorized',
  403: 'forbidden',
  405: 'wrong-address',
  408: 'busy',
  413: 'too-large',
  421: 'wrong-address',
  425: 'busy',
  429: 'busy',
  503: 'busy',
};

const advice: Readonly<Partial<Record<RecordsErrorKind, string>>> = {
  unauthorized:
    'Make an API key with the scopes translation:read and translation:write, and give it to the client.',
  forbidden:
    'Give the client an API key that has the scopes translation:read and translation:write.',
  'wrong-address': 'Is this the address of watchflow, with its path prefix if it has one?',
};

/** What an answer other than 2xx means. Reads its body. */
export async function toRecordsError(response: Response): Promise<RecordsError> {
  const { status, headers } = response;
  const problem = await readProblem(response);
  const kind = kindOf(status, problem);
  const said = problem?.detail ?? `${response.url} answered ${status}.`;
  const message = [said, advice[kind]].filter(Boolean).join(' ');
  return new RecordsError(kind, message, {
    status,
    code: problem?.code,
    errors: problem?.errors,
    requestId: problem?.request_id,
    retryAfterMs: retryAfterMs(headers.get('retry-after')),
  });
}

function kindOf(status: number, problem: KnownProblem | undefined): RecordsErrorKind {
  const known = kinds[status];
  if (known !== undefined) return known;
  if (status >= 500) return 'unavailable';
  if (status === 404) return problem?.code === 'not-found' ? 'not-found' : 'wrong-address';
  // Refusals of watchflow carry a code; others come from whatever stands at this address or before it.
  return status >= 400 && problem !== undefined ? 'refused' : 'wrong-address';
}

async function readProblem(response: Response): Promise<KnownProblem | undefined> {
  const text = await response.text().catch(() => '');
  try {
    const value: unknown = JSON.parse(text);
    return isProblem(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isProblem = (value: unknown): value is KnownProblem =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  typeof value.code === 'string' &&
  'detail' in value &&
  typeof value.detail === 'string';
