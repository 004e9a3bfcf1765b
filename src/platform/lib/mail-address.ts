import { domainToASCII } from 'node:url';

/** Somebody mail is from or for. */
export interface Mailbox {
  /** As it is shown; '' for none. */
  readonly name: string;
  readonly address: string;
}

const longest = 254;
// RFC 5321 "Dot-string": no quotes, no blanks, nothing that could end a header or an address.
const localPart = /^[a-z\d!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z\d!#$%&'*+/=?^_`{|}~-]+)*$/i;
const domainLabel = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/** The address with its domain in lower-case ASCII; undefined for what is none. Only what can be written without quotes is taken. */
export function parseMailAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = domainToASCII(text.slice(at + 1));
  const labels = domain.split('.');
  const isDomain = labels.length > 1 && labels.every((label) => domainLabel.test(label));
  const address = `${local}@${domain}`;
  // A domain whose last label is a number is an IP address.
  const isAddress = local.length <= 64 && localPart.test(local) && !/\.\d+$/.test(domain);
  return isDomain && isAddress && address.length <= longest ? address : undefined;
}

/** `watchflow <watchflow@example.org>`, or an address alone. */
export function parseMailbox(text: string): Mailbox | undefined {
  const [, named, inBrackets] = /^([^<>"\p{Cc}]*)<([^<>]+)>$/u.exec(text.trim()) ?? [];
  const address = parseMailAddress(inBrackets ?? text.trim());
  return address === undefined ? undefined : { name: (named ?? '').trim(), address };
}
