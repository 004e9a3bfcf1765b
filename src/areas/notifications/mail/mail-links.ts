import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link in a mail does; nobody needs to be signed in for it. */
export type MailLink =
  | { readonly kind: 'confirm'; readonly channelId: string; readonly until: Date }
  | { readonly kind: 'stop'; readonly channelId: string };

/** What it is bound to: of another address, or with another secret, it is worth nothing. */
export interface LinkSeal {
  readonly secret: string;
  readonly address: string;
}

/** `confirm.<channel>.<seconds>.<signature>` or `stop.<channel>.<signature>`: the same however often it is made. */
export function toLinkText(link: MailLink, seal: LinkSeal): string {
  const said = sayLink(link);
  return `${said}.${signatureOf(said, seal).toString('base64url')}`;
}

const sayLink = (link: MailLink): string =>
  link.kind === 'confirm'
    ? `confirm.${link.channelId}.${Math.floor(link.until.getTime() / 1000)}`
    : `stop.${link.channelId}`;

const signatureOf = (said: string, { secret, address }: LinkSeal): Buffer =>
  createHmac('sha256', secret).update(`watchflow mail link\n${said}\n${address}`).digest();

/** What the text says, whether or not it was made here; undefined for what says nothing. */
export function readLinkText(text: string): MailLink | undefined {
  const [, confirmed, seconds] =
    /^confirm\.(nc_[\da-f]{16})\.(\d{1,11})\.[\w-]{43}$/.exec(text) ?? [];
  if (confirmed !== undefined)
    return { kind: 'confirm', channelId: confirmed, until: new Date(Number(seconds) * 1000) };
  const [, stopped] = /^stop\.(nc_[\da-f]{16})\.[\w-]{43}$/.exec(text) ?? [];
  return stopped === undefined ? undefined : { kind: 'stop', channelId: stopped };
}

export function isSealed(text: string, link: MailLink, seal: LinkSeal): boolean {
  const given = Buffer.from(text);
  const expected = Buffer.from(toLinkText(link, seal));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
