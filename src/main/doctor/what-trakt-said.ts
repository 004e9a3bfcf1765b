import type { UpstreamErrorKind } from '../../upstream/http/index.js';
import { judgeTraktAnswer } from '../../upstream/trakt/judge-trakt-answer.js';
import type { Probed } from './probe.js';

export type TraktSaid =
  /** 401: only the token is missing. */
  | 'app-known'
  /** 403 of Trakt itself: the client id is missing, unknown or blocked. */
  | 'app-refused'
  | 'edge-blocked'
  | 'busy'
  | 'down'
  | 'something-else';

const saidBy: Readonly<Partial<Record<UpstreamErrorKind, TraktSaid>>> = {
  unauthorized: 'app-known',
  forbidden: 'app-refused',
  'app-blocked': 'app-refused',
  'edge-blocked': 'edge-blocked',
  'rate-limited': 'busy',
  unavailable: 'down',
};

/** What Trakt's answer to a question without a token means (Trakt API notes, status codes and the edge). */
export const whatTraktSaid = (answer: Extract<Probed, { kind: 'answer' }>): TraktSaid =>
  answer.status < 400
    ? 'something-else'
    : (saidBy[judgeTraktAnswer(answer).kind] ?? 'something-else');
