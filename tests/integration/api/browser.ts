import axios from 'axios';
import { z } from 'zod';

const withToken = z.looseObject({ csrf_token: z.string() });

interface Sent {
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a browser keeps of a Set-Cookie: nothing when it has expired. */
function kept(set: string): string {
  const [, expires = ''] = /Expires=([^;]+)/.exec(set) ?? [];
  return Date.parse(expires) <= 0 ? '' : set.slice(0, set.indexOf(';'));
}

/** Keeps its cookie and CSRF token as a page of ours would; `headers` go before what it would send. */
export function openBrowser(baseURL: string) {
  const http = axios.create({
    baseURL,
    validateStatus: () => true,
    maxRedirects: 0,
    proxy: false,
    headers: { 'user-agent': 'test browser' },
  });
  let cookie = '';
  let csrf = '';
  const call = async (method: string, url: string, { data, headers }: Sent = {}) => {
    const answer = await http.request<unknown>({
      method,
      url,
      ...(data === undefined ? {} : { data }),
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(csrf === '' ? {} : { 'x-csrf-token': csrf }),
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    });
    const [set] = answer.headers['set-cookie'] ?? [];
    if (set !== undefined) cookie = kept(set);
    const given = withToken.safeParse(answer.data);
    if (given.success) csrf = given.data.csrf_token;
    return answer;
  };
  return {
    call,
    cookie: () => cookie,
    csrf: () => csrf,
    signIn: (name: string, password: string) =>
      call('post', '/api/v1/sessions', { data: { name, password } }),
  };
}
