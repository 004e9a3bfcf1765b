import { escapeHtml } from '../../platform/lib/escape-html.js';
import type { Answer } from '../server/exchange.js';

/** A page of the simulated site. */
export const pageAnswer = (status: number, title: string, content = ''): Answer => ({
  status,
  text: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body><h1>${escapeHtml(title)}</h1>${content}</body></html>`,
  headers: { 'content-type': 'text/html; charset=utf-8' },
});

export interface ConsentForm {
  readonly title: string;
  readonly action: string;
  /** Sent back as they are. */
  readonly hidden: Readonly<Record<string, string>>;
  /** Who can sign in. */
  readonly accounts: readonly string[];
}

/** Chooses an account and approves or denies: fields `account` and `decision` besides the hidden ones. */
export function consentPage({ title, action, hidden, accounts }: ConsentForm): Answer {
  const inputs = Object.entries(hidden).map(
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const options = accounts.map((name) => `<option>${escapeHtml(name)}</option>`);
  return pageAnswer(
    200,
    title,
    `<form method="post" action="${escapeHtml(action)}">${inputs.join('')}<label>Account <select name="account">${options.join('')}</select></label><button name="decision" value="approve">Approve</button><button name="decision" value="deny">Deny</button></form>`,
  );
}
