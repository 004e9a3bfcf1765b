import { errorMembers, isHtml, isTorn } from '../answer-body.js';
import type { RawAnswer } from '../exchange.js';
import { kindOfStatus, type Verdict } from '../kind-of-status.js';
import type { UpstreamErrorKind } from '../upstream-error.js';

/**
 * What an OAuth server means by 400 and above. Three shapes: RFC 6749 (`error`, `error_description`), the Fastify one
 * (`code`, `message`; Bangumi API notes, authentication), bare words. A 401 that names neither the grant nor the app
 * stays `unauthorized`; any 5xx says nothing about the tokens.
 */
export function judgeAuthAnswer(answer: RawAnswer): Verdict {
  if (isHtml(answer)) return judgePage(answer.status);
  const said = read(answer);
  // Half a refusal must not pass for a blocked app: its status is all that is known.
  if (isTorn(answer) && answer.text.trimStart().startsWith('{'))
    return { kind: kindOfStatus(answer.status), description: 'a refusal whose body is torn' };
  return { kind: kindOf(answer.status, said), description: said.words };
}

interface Said {
  readonly code: string;
  readonly words: string | undefined;
}

function read(answer: RawAnswer): Said {
  const { code: theirs, error, error_description, message, description } = errorMembers(answer);
  const code = theirs ?? error ?? '';
  const all = [code, error_description ?? message ?? description ?? '']
    .filter((part) => part !== '')
    .join(': ');
  return { code, words: all === '' ? undefined : all };
}

function judgePage(status: number): Verdict {
  const description = 'an HTML page, not the OAuth service';
  if (status === 401 || status === 403) return { kind: 'edge-blocked', description };
  if (status === 404) return { kind: 'malformed', description };
  return { kind: kindOfStatus(status), description };
}

function kindOf(status: number, said: Said): UpstreamErrorKind {
  if (status >= 500 || status === 429 || status === 408) return kindOfStatus(status);
  const named = codes.find(([pattern]) => pattern.test(said.code))?.[1];
  if (named !== undefined) return named;
  const words = said.words ?? '';
  if (/\bclient_id\b/i.test(words)) return 'app-blocked';
  if (status === 403) return /user-agent/i.test(words) ? 'edge-blocked' : 'app-blocked';
  return kindOfStatus(status);
}

/** Of RFC 6749, and the same in capitals. `unsupported_grant_type` and the like are faults of our own: `rejected`. */
const codes: readonly (readonly [RegExp, UpstreamErrorKind])[] = [
  [/^(invalid_grant|invalid_(refresh_token|code|authorization_code))$/i, 'invalid-grant'],
  [/^invalid_(access_)?token$/i, 'unauthorized'],
  [/^(invalid|unauthorized)_client(_id|_secret)?$/i, 'app-blocked'],
];
