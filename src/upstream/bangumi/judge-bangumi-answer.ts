import {
  errorMembers,
  isHtml,
  isTorn,
  kindOfStatus,
  type RawAnswer,
  type UpstreamErrorKind,
  type Verdict,
} from '../http/index.js';

/** A ban lasts an hour and comes without `Retry-After` (Bangumi API notes, rate limit). */
const banSeconds = 3_600;

/**
 * What an answer of 400 and above means. Errors of the web framework arrive as 500 with a title that names the real
 * status; a wrong route is a 404 like a missing subject, told apart by its words (Bangumi API notes, base facts).
 */
export function judgeBangumiAnswer(answer: RawAnswer): Verdict {
  if (isHtml(answer)) return judgePage(answer.status);
  // Only its words tell "not collected" from "no such subject": a 404 whose words got lost says neither.
  if (answer.status === 404 && isTorn(answer))
    return { kind: 'malformed', description: 'a 404 whose body is torn' };
  const { title, description: words } = errorMembers(answer);
  const description = words ?? title;
  const kind = kindOf(answer.status, { title, description });
  return { kind, description, retryAfter: kind === 'rate-limited' ? banSeconds : undefined };
}

function judgePage(status: number): Verdict {
  const description = 'an HTML page, not Bangumi';
  if (status === 401 || status === 403) return { kind: 'edge-blocked', description };
  if (status === 404) return { kind: 'malformed', description };
  const kind = kindOfStatus(status);
  return { kind, description, retryAfter: kind === 'rate-limited' ? banSeconds : undefined };
}

interface Words {
  readonly title: string | undefined;
  readonly description: string | undefined;
}

function kindOf(status: number, { title, description }: Words): UpstreamErrorKind {
  if (status === 500 && title !== undefined) return kindsByTitle[title] ?? 'unavailable';
  if (status === 403 && /user-agent/i.test(description ?? '')) return 'edge-blocked';
  if (status === 404 && description?.startsWith('This is default response') === true)
    return 'rejected';
  return kindOfStatus(status);
}

const kindsByTitle: Readonly<Record<string, UpstreamErrorKind>> = {
  'Bad Request': 'rejected',
  'JSON Error': 'rejected',
  Unauthorized: 'unauthorized',
  Forbidden: 'forbidden',
  'Not Found': 'rejected',
  'Method Not Allowed': 'rejected',
  'Request Entity Too Large': 'rejected',
  'Unsupported Media Type': 'rejected',
  'Too Many Request': 'rate-limited',
  'Too Many Requests': 'rate-limited',
};
