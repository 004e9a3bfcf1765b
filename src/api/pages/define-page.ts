import { z } from 'zod';
import { definePublicRoute } from '../define-route.js';

export interface PageOptions {
  /** Its script and its style lie below it. */
  readonly path: `/${string}`;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** In the language that the browser asks for. */
  readonly page: (acceptLanguage: string) => string;
  readonly script: string;
}

/** Everything from here; what is sent is sent by our own script. */
const policy = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};
const html = 'text/html; charset=utf-8';
const javascript = 'text/javascript; charset=utf-8';
const css = 'text/css; charset=utf-8';

const style = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 26rem; margin: 10vh auto; padding: 0 1rem; }
label, input, button { display: block; width: 100%; box-sizing: border-box; }
label { margin: 0 0 1rem; }
input, button { font: inherit; padding: .5rem .75rem; margin-top: .25rem; }
`;

/** The routes of a page that stands alone: itself, its script and its style. */
export function definePage({ path, page, script, ...about }: PageOptions) {
  const tags = [...about.tags];
  return [
    definePublicRoute({
      method: 'get',
      path,
      summary: about.summary,
      description: about.description,
      tags,
      input: { headers: z.object({ 'accept-language': z.string().optional() }) },
      responses: { 200: { description: 'A page.', type: html } },
      handler: ({ headers }) =>
        Promise.resolve({
          status: 200,
          headers: { ...policy, vary: 'accept-language' },
          content: { type: html, data: page(headers['accept-language'] ?? '') },
        } as const),
    }),
    definePublicRoute({
      method: 'get',
      path: `${path}/page.js`,
      summary: 'Script of that page',
      description: 'Sends what the page asks for.',
      tags,
      responses: { 200: { description: 'A script.', type: javascript } },
      handler: () =>
        Promise.resolve({ status: 200, content: { type: javascript, data: script } } as const),
    }),
    definePublicRoute({
      method: 'get',
      path: `${path}/page.css`,
      summary: 'Style of that page',
      description: 'For small and large screens.',
      tags,
      responses: { 200: { description: 'A style sheet.', type: css } },
      handler: () => Promise.resolve({ status: 200, content: { type: css, data: style } } as const),
    }),
  ];
}
