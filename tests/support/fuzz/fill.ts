import type { Body, Draft } from './draft.js';
import { Known, type Memory } from './known.js';

/** A request as it goes over the wire, but for who sends it. */
export interface Wish {
  readonly method: string;
  /** Escaped, with the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Puts in what the server has given out. */
export function fill({ operation, ...draft }: Draft, memory: Memory, owner: string): Wish {
  const told = (value: unknown): unknown => fillValue(value, memory, owner);
  const text = (value: unknown): string => String(told(value));
  const path = draft.path.reduce(
    (url, [name, value]) => url.replace(`{${name}}`, () => orSpace(escape(text(value)))),
    operation.path,
  );
  const query = draft.query.map(([name, value]) => `${escape(name)}=${escape(text(value))}`);
  const headers = Object.fromEntries(
    draft.headers.map(([name, value]) => [name.toLowerCase(), toHeader(text(value))]),
  );
  return {
    method: operation.method,
    url: query.length === 0 ? path : `${path}?${query.join('&')}`,
    ...bodyOf(draft.body, headers, told),
  };
}

/** An empty part would make the address another one. */
const orSpace = (part: string): string => (part === '' ? '%20' : part);

function bodyOf(
  body: Body,
  headers: Readonly<Record<string, string>>,
  told: (value: unknown) => unknown,
): Pick<Wish, 'headers' | 'body'> {
  switch (body.kind) {
    case 'none':
      return { headers, body: undefined };
    case 'json': {
      const text = JSON.stringify(told(body.value));
      return { headers: { ...headers, 'content-type': 'application/json' }, body: text };
    }
    case 'raw':
      return { headers: { ...headers, 'content-type': body.type }, body: body.text };
  }
}

function fillValue(value: unknown, memory: Memory, owner: string): unknown {
  if (value instanceof Known) {
    const text = memory.recall(owner, value);
    return value.kind === 'version' ? Number(text) : text;
  }
  if (Array.isArray(value)) return value.map((one: unknown) => fillValue(one, memory, owner));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, fillValue(one, memory, owner)]),
  );
}

/** Every byte but the plainest escaped; half a surrogate as the three bytes that UTF-8 does not allow. */
function escape(text: string): string {
  return Array.from(text)
    .flatMap((sign) => (/^[\w.~-]$/.test(sign) ? [sign] : bytesOf(sign).map(toEscape)))
    .join('');
}

function bytesOf(sign: string): number[] {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0xd800 || code > 0xdfff) return [...Buffer.from(sign)];
  return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
}

const toEscape = (byte: number): string => `%${byte.toString(16).padStart(2, '0')}`;

/** What HTTP lets stand in a header; the client takes no other. */
const toHeader = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?').trim();
