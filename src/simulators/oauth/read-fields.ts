import type { SimRequest } from '../server/exchange.js';

export type Fields = Readonly<Record<string, string>>;

export const isJson = (request: SimRequest): boolean =>
  (request.headers['content-type'] ?? '').startsWith('application/json');

/** The text members of a form or JSON body; other members are left out. */
export function readFields(request: SimRequest): Fields {
  if (!isJson(request)) return Object.fromEntries(new URLSearchParams(request.body));
  const body = parse(request.body);
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
