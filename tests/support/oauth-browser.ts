import { decodeEntities } from './decode-entities.js';
/** What a person does on a page of a simulated service. */
export interface Decision {
  /** Who is signed in there. Default: the first account the page offers. */
  readonly account?: string | undefined;
  /** Default: approve. */
  readonly decision?: 'approve' | 'deny' | undefined;
}

/** Opens the authorize address, decides, and tells where the browser is sent: the redirect address with its query. */
export async function decideAt(authorizeUrl: string, decision: Decision = {}): Promise<string> {
  const answer = await submitPage(authorizeUrl, decision);
  const location = answer.headers.get('location');
  if (answer.status !== 302 || location === null)
    throw new Error(`the page answered ${String(answer.status)}: ${await answer.text()}`);
  return location;
}

/** Types a device's code and decides; the status of the last page. */
export async function decideForDevice(
  device: { readonly verificationUrl: string; readonly userCode: string },
  decision: Decision = {},
): Promise<number> {
  const page = new URL(device.verificationUrl);
  page.searchParams.set('user_code', device.userCode);
  return (await submitPage(page.href, decision)).status;
}

/** The query that came back to a redirect address. */
export const queryOf = (location: string): Record<string, string> =>
  Object.fromEntries(new URL(location).searchParams);

async function submitPage(
  address: string,
  { account, decision = 'approve' }: Decision,
): Promise<Response> {
  const page = await fetch(address, { redirect: 'manual' });
  const text = await page.text();
  if (page.status !== 200)
    return new Response(text, { status: page.status, headers: page.headers });
  const action = /<form method="post" action="([^"]*)"/.exec(text)?.[1] ?? '';
  const hidden = [...text.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [decodeEntities(name), decodeEntities(value)],
  );
  const offered = [...text.matchAll(/<option>([^<]*)/g)].map(([, name = '']) =>
    decodeEntities(name),
  );
  const fields: [string, string][] = [
    ...hidden,
    ['account', account ?? offered[0] ?? ''],
    ['decision', decision],
  ];
  return fetch(new URL(decodeEntities(action), address), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
  });
}
