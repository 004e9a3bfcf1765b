import { errorMembers, isHtml, kindOfStatus, type RawAnswer, type Verdict } from '../http/index.js';
import { describeAccountLimit, readAccountLimit } from './read-account-limit.js';

/**
 * What an answer of 400 and above means. 401 and 403 need a look at the body (Trakt API notes, rate limits and the
 * edge): a page is the firewall, a bare word such as `Forbidden` is a blocked client id, JSON is Trakt itself.
 */
export function judgeTraktAnswer(answer: RawAnswer): Verdict {
  if (isHtml(answer)) return judgePage(answer.status);
  const { error, error_description: words, message } = errorMembers(answer);
  const description = words ?? message ?? error ?? bareWords(answer);
  if (isAboutTheApp(answer, error)) return { kind: 'app-blocked', description };
  const limit = readAccountLimit(answer);
  if (limit === undefined) return { kind: kindOfStatus(answer.status), description };
  return {
    kind: kindOfStatus(answer.status),
    description: description ?? describeAccountLimit(limit),
    limit,
  };
}

function judgePage(status: number): Verdict {
  const description = 'an HTML page, not Trakt';
  if (status === 401 || status === 403) return { kind: 'edge-blocked', description };
  // A record Trakt does not have is said in JSON or without words; a page is a wrong address.
  if (status === 404) return { kind: 'malformed', description };
  return { kind: kindOfStatus(status), description };
}

function isAboutTheApp(answer: RawAnswer, error: string | undefined): boolean {
  if (answer.status !== 401 && answer.status !== 403) return false;
  if (error !== undefined) return /client|api.?key|application/i.test(error);
  return answer.status === 403 && bareWords(answer) !== undefined;
}

function bareWords({ text }: RawAnswer): string | undefined {
  const words = text.trim();
  return words === '' || words.length > 64 || /^[[{"]/.test(words) ? undefined : words;
}
