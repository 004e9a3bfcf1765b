import type { BangumiSimulator } from '../../../src/simulators/index.js';

export interface Sent {
  readonly path: string;
  readonly method: string;
  /** An object becomes JSON, text is sent as it is. */
  readonly body: unknown;
  /** `''`: none. */
  readonly token: string;
  readonly userAgent: string;
  readonly contentType: string;
}

const usual = {
  method: 'GET',
  token: 'bangumi-token',
  userAgent: 'ann/tests',
  contentType: 'application/json',
};

/** A request as a proper client makes it, but for what is given; redirects are not followed. */
export function sendToBangumi(
  bangumi: BangumiSimulator,
  sent: Partial<Sent> & Pick<Sent, 'path'>,
): Promise<Response> {
  const { path, method, body, token, userAgent, contentType } = { ...usual, ...sent };
  return fetch(bangumi.url + path, {
    method,
    redirect: 'manual',
    headers: {
      'user-agent': userAgent,
      ...(token !== '' && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': contentType }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}
