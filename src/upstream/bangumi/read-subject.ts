import { malformed, parseAnswer } from '../http/index.js';
import type { Access, CallOptions, Answer, UpstreamHttp, UpstreamRequest } from '../http/index.js';
import type { BangumiSubject } from './bangumi-client.js';
import { subjectSchema } from './subject-schemas.js';

const mergesAtMost = 3;

export interface ReadSubjectDeps {
  readonly http: UpstreamHttp;
  readonly apiUrl: string;
}

/** A merged subject answers 302 to its target (Bangumi API notes, subjects); the token goes to our own address only. */
export async function readSubject(
  { http, apiUrl }: ReadSubjectDeps,
  call: { readonly access: Access; readonly options: CallOptions | undefined },
  subjectId: number,
): Promise<BangumiSubject> {
  let id = subjectId;
  for (let merges = 0; ; merges += 1) {
    const answer = await http.send({ request: toRequest(id), ...call });
    if (answer.status < 300) return parseAnswer(answer, subjectSchema);
    if (merges === mergesAtMost) throw malformed(answer, 'too many redirects');
    id = toTarget(answer, apiUrl);
  }
}

const toRequest = (id: number): UpstreamRequest => ({
  method: 'GET',
  path: '/v0/subjects/{subject_id}',
  at: { subject_id: id },
  takesRedirect: true,
});

function toTarget(answer: Answer, apiUrl: string): number {
  const location = answer.headers['location'] ?? '';
  const target = URL.canParse(location, apiUrl) ? new URL(location, apiUrl) : undefined;
  const id =
    target === undefined
      ? undefined
      : /\/v0\/subjects\/([1-9]\d{0,14})\/?$/.exec(target.pathname)?.[1];
  if (id === undefined || target?.origin !== new URL(apiUrl).origin) {
    throw malformed(answer, 'a redirect that leads to no subject of this service');
  }
  return Number(id);
}
