import { z } from 'zod';
import { createCookieJar } from './cookie-jar.js';
import { formOf, readPage, type Page } from './page.js';

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface Browser {
  /** By typing an address, or by a link: follows redirects to a page. */
  goTo(address: string): Promise<Page>;
  /** Sends the page's form with these fields changed. */
  submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page>;
  /** As a script of the page at `address` would call it. */
  fetchFrom(address: string, init?: RequestInit): Promise<Response>;
  /** A call of our API by a page of ours: with the CSRF token where something changes. */
  api(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
}

export interface BrowserOptions {
  /** Address of watchflow, without trailing slash. */
  readonly home: string;
  readonly acceptLanguage: string;
}

const mostRedirects = 10;
const me = z.object({ csrf_token: z.string() });

/** Somebody's browser, with cookies of its own. */
export function openBrowser({ home, acceptLanguage }: BrowserOptions): Browser {
  const jar = createCookieJar();
  let csrfToken: string | undefined;

  async function send(url: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('user-agent', 'Mozilla/5.0 (a test)');
    headers.set('accept-language', acceptLanguage);
    const cookie = jar.headerFor(url);
    if (cookie !== undefined) headers.set('cookie', cookie);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    jar.keep(url, response.headers.getSetCookie());
    return response;
  }

  async function visit(address: string, first: RequestInit): Promise<Page> {
    let url = new URL(address, home);
    let init = first;
    for (let hop = 0; hop <= mostRedirects; hop += 1) {
      const response = await send(url, {
        ...init,
        headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
      });
      const location = response.headers.get('location');
      const html = await response.text();
      if (location === null || response.status < 300 || response.status > 399)
        return readPage({ status: response.status, url: url.href, html });
      url = new URL(location, url);
      init = {};
    }
    throw new Error(`${address} redirects without end`);
  }

  const fetchFrom = (address: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('sec-fetch-site', 'same-origin');
    return send(new URL(address, home), { ...init, headers });
  };

  async function csrf(): Promise<string> {
    if (csrfToken !== undefined) return csrfToken;
    const response = await fetchFrom('/api/v1/me');
    csrfToken = me.parse(await response.json()).csrf_token;
    return csrfToken;
  }

  return {
    fetchFrom,
    goTo: (address) => visit(address, {}),
    submit(page, changed) {
      const { method, action, fields } = formOf(page);
      const sent = new URLSearchParams([
        ...[...fields].filter(([name]) => name !== '' && !(name in changed)),
        ...Object.entries(changed),
      ]);
      if (method === 'POST') return visit(action, { method, body: sent });
      const url = new URL(action);
      url.search = sent.toString();
      return visit(url.href, {});
    },
    async api(method, path, body) {
      const headers = {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-csrf-token': await csrf() }),
      };
      const response = await fetchFrom(path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
  };
}
