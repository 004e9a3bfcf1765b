import { z } from 'zod';
import { eventually } from '../eventually.js';
import { openBrowser, type Browser } from './browser.js';
import type { Page } from './page.js';
import type { Person } from './person.js';

/** Signs in at the service, agrees, and comes back. */
export const consent = ({ browser, service }: Person, page: Page): Promise<Page> =>
  browser.submit(page, { account: service, decision: 'approve' });

const device = z.looseObject({
  attempt_id: z.string(),
  user_code: z.string(),
  verification_url: z.string(),
});
const attempt = z.looseObject({ status: z.string() });

/** Types the code on a phone, agrees there, and waits until watchflow knows. */
export async function connectByPhone({ browser, service }: Person, home: string): Promise<void> {
  const begun = await browser.api('POST', '/api/v1/connections/trakt/device');
  const { attempt_id: id, user_code: code, verification_url: url } = device.parse(begun.body);
  const phone = openBrowser({ home, acceptLanguage: 'en' });
  const typed = await phone.submit(await phone.goTo(url), { user_code: code });
  await phone.submit(typed, { account: service, decision: 'approve' });
  await eventually(() => isConnected(browser, id), 'the phone’s answer');
}

async function isConnected(browser: Browser, attemptId: string): Promise<true | undefined> {
  const { body } = await browser.api('GET', `/api/v1/connections/attempts/${attemptId}`);
  return attempt.parse(body).status === 'connected' ? true : undefined;
}
