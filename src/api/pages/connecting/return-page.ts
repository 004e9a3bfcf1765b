import { escapeHtml } from '../../../platform/lib/escape-html.js';
import type { PageLanguage } from '../page-language.js';
import { pageTexts, type ReturnOutcome } from './page-texts.js';

export interface ReturnPage {
  readonly outcome: ReturnOutcome;
  readonly language: PageLanguage;
  readonly service: 'trakt' | 'bangumi';
  /** Path under which this installation is reached; empty or `/prefix`. */
  readonly prefix: string;
  readonly account: string | null;
  /** Whom it is connected to. */
  readonly person: string | null;
  /** Path of ours to offer. */
  readonly returnTo: string | null;
  readonly attemptId: string | null;
  /** The person is signed in to this browser, and so may answer and begin again here. */
  readonly isSignedIn: boolean;
}

const nameOf = { trakt: 'Trakt', bangumi: 'Bangumi' } as const;

const retried: readonly ReturnOutcome[] = [
  'denied',
  'expired',
  'cancelled',
  'unknown-state',
  'code-refused',
  'service-away',
  'interrupted',
];

/** Whole in itself but for its script and style, which come from here; nothing of the address is repeated in it. */
export function returnPage(page: ReturnPage): string {
  const { outcome, language, prefix } = page;
  const texts = pageTexts[language];
  const fill = (text: string): string => escapeHtml(filled(text, page));
  const { title, text } = texts[outcome];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${outcome === 'under-way' ? '<meta http-equiv="refresh" content="2">\n' : ''}<title>${fill(title)}</title>
<link rel="stylesheet" href="${escapeHtml(prefix)}/connecting/page.css">
</head>
<body>
<main data-outcome="${outcome}" data-api="${escapeHtml(prefix)}/api/v1" data-unreachable="${escapeHtml(texts.unreachable)}">
<h1>${fill(title)}</h1>
<p>${fill(text)}</p>
${actionsOf(page)}
<p id="said" role="status"></p>
</main>
</body>
</html>
`;
}

function actionsOf(page: ReturnPage): string {
  const { outcome, language, prefix, service, returnTo, isSignedIn } = page;
  const texts = pageTexts[language];
  const link = (path: string, text: string): string =>
    `<p><a href="${escapeHtml(prefix + path)}">${escapeHtml(text)}</a></p>`;
  if (outcome === 'other-account') return isSignedIn ? answersOf(page) : notice(texts.signInFirst);
  if (outcome === 'connected' && returnTo !== null) return link(returnTo, texts.goOn);
  if (!isSignedIn || !retried.includes(outcome)) return '';
  return link(`/api/v1/connections/${service}/auth/init?redirect=1`, texts.again);
}

function answersOf({ language, prefix, attemptId }: ReturnPage): string {
  const texts = pageTexts[language];
  return `<noscript><p>${escapeHtml(texts.noScript)}</p></noscript>
<div id="answers" data-attempt="${escapeHtml(attemptId ?? '')}">
<button data-ledger="keep">${escapeHtml(texts.keep)}</button>
<button data-ledger="forget">${escapeHtml(texts.forget)}</button>
<button data-ledger="">${escapeHtml(texts.cancel)}</button>
</div>
<script src="${escapeHtml(prefix)}/connecting/page.js"></script>`;
}

const notice = (text: string): string => `<p>${escapeHtml(text)}</p>`;

const filled = (text: string, { service, account, person }: ReturnPage): string =>
  text
    .replaceAll('{service}', nameOf[service])
    .replaceAll('{account}', () => account ?? '?')
    .replaceAll('{person}', () => person ?? '?');

/** Sends the person's answer and loads the page again, which then tells how it ended. */
export const returnScript = `'use strict';
const main = document.querySelector('main');
const said = document.getElementById('said');
const answers = document.getElementById('answers');
const attempt = main.dataset.api + '/connections/attempts/' + answers.dataset.attempt;
const send = async (ledger) => {
  const me = await (await fetch(main.dataset.api + '/me')).json();
  const headers = { 'content-type': 'application/json', 'x-csrf-token': me.csrf_token };
  return ledger === ''
    ? fetch(attempt, { method: 'DELETE', headers })
    : fetch(attempt + '/accept', { method: 'POST', headers, body: JSON.stringify({ ledger }) });
};
answers.addEventListener('click', async (event) => {
  const { ledger } = event.target.dataset;
  if (ledger === undefined) return;
  for (const button of answers.children) button.disabled = true;
  try {
    const response = await send(ledger);
    if (response.ok) return location.reload();
    said.textContent = (await response.json()).detail;
  } catch {
    said.textContent = main.dataset.unreachable;
  }
  for (const button of answers.children) button.disabled = false;
});
`;

export const returnStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 10vh auto; padding: 0 1rem; }
button { display: block; width: 100%; font: inherit; padding: .5rem .75rem; margin: .5rem 0; }
`;
