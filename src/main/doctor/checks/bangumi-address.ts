import { judgeBangumiAnswer } from '../../../upstream/bangumi/judge-bangumi-answer.js';
import { errorMembers, isHtml, type UpstreamErrorKind } from '../../../upstream/http/index.js';
import { fault, ok, skippedFor, warning, type Check, type Finding } from '../check.js';
import type { Probed } from '../probe.js';

export const bangumiAddressCheck: Check = {
  name: 'bangumi-address',
  run: async (context) => {
    const refused = skippedFor(context, 'BANGUMI_API_URL');
    if (refused !== undefined) return refused;
    const url = context.config.bangumi.apiUrl;
    const probed = await context.askBangumi();
    if (probed.kind === 'nothing') return fault(`${url}: ${probed.found}`, probed.advice);
    return isSubject(probed) ? ok(`${url} answers as Bangumi does`) : judge(probed, url);
  },
};

type Answer = Extract<Probed, { kind: 'answer' }>;

/** The subject, where it now lives (merged), or Bangumi's own way to say that there is none. */
function isSubject(answer: Answer): boolean {
  if (answer.status === 200) return !isHtml(answer) && /"id"\s*:\s*\d/.test(answer.text);
  if (answer.status === 302) return (answer.headers['location'] ?? '').includes('/subjects/');
  const { title, description } = errorMembers(answer);
  const isWorded = title !== undefined || description !== undefined;
  return answer.status === 404 && isWorded && judgeBangumiAnswer(answer).kind === 'not-found';
}

type Say = (url: string, status: number) => Finding;

const refusesUs: Say = (url, status) =>
  fault(
    `${url} refuses to talk to us (status ${status})`,
    'Bangumi refuses User-Agents of libraries: see user-agent; its firewall may block this network',
  );

const sayings: Readonly<Partial<Record<UpstreamErrorKind, Say>>> = {
  'edge-blocked': refusesUs,
  forbidden: refusesUs,
  'rate-limited': (url) =>
    warning(`${url} has banned us for too many requests (429)`, 'wait for an hour'),
  unavailable: (url, status) => fault(`${url} is not well (status ${status})`, 'try again later'),
};

const sayElse: Say = (url, status) =>
  fault(
    `${url} answers (status ${status}), but not as Bangumi does`,
    'correct BANGUMI_API_URL; the real one is https://api.bgm.tv, without /v0',
  );

function judge(answer: Answer, url: string): Finding {
  const { status } = answer;
  const say = status < 400 ? undefined : sayings[judgeBangumiAnswer(answer).kind];
  return (say ?? sayElse)(url, status);
}
