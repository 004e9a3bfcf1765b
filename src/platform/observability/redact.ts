import { types } from 'node:util';
import { hidden, redactText } from './redact-text.js';

export interface RedactOptions {
  /** Values to hide wherever they turn up, besides what looks like a secret. Shorter than 6 characters they are left alone. */
  readonly secrets?: readonly string[] | undefined;
}

/** What a log line can hold. */
export type Plain =
  string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

interface Walk {
  readonly secrets: readonly string[];
  readonly seen: ReadonlySet<object>;
  readonly depth: number;
}

const maxDepth = 8;
const maxItems = 200;
const maxText = 8_000;

const secretName =
  /(?:token|secret|secrets|password|passwd|passphrase|authorization|cookie|cookies|apikey|privatekey|keyring|credential|credentials|codeverifier|devicecode|authcode|databaseurl)$/;

/** `access_token`, `Trakt-API-Key`, `clientSecret`: names whose value is nobody's business. */
export const isSecretName = (name: string): boolean =>
  secretName.test(name.toLowerCase().replace(/[^a-z\d]/g, ''));

/**
 * A copy of anything, fit for a log: secrets hidden by name at any depth and by look, errors reduced to what explains them
 * (never a request, its headers or its configuration), big integers as text, circles cut, size bounded. Never throws.
 */
export function redact(value: unknown, { secrets = [] }: RedactOptions = {}): Plain {
  // Longest first: one secret may begin with another.
  const known = secrets
    .filter((secret) => secret.length >= 6)
    .sort((left, right) => right.length - left.length);
  return toPlain(value, { secrets: known, seen: new Set(), depth: 0 });
}

function toPlain(value: unknown, walk: Walk): Plain {
  if (typeof value === 'string') return cut(redactText(value, walk.secrets));
  if (typeof value === 'object' && value !== null) return toPlainObject(value, walk);
  if (typeof value === 'boolean') return value;
  return typeof value === 'number' || typeof value === 'bigint'
    ? toPlainNumber(value, walk)
    : toPlainNothing(value);
}

/** What JSON has no number for is written out. */
function toPlainNumber(value: number | bigint, walk: Walk): Plain {
  return Number.isFinite(value) ? Number(value) : redactText(String(value), walk.secrets);
}

const toPlainNothing = (value: unknown): Plain =>
  value === null || value === undefined ? null : `[${typeof value}]`;

const cut = (text: string) =>
  text.length > maxText ? `${text.slice(0, maxText)}… (${text.length} characters)` : text;

function toPlainObject(value: object, walk: Walk): Plain {
  if (walk.seen.has(value)) return '[circular]';
  if (walk.depth >= maxDepth) return '[deep]';
  const inside: Walk = { ...walk, seen: new Set([...walk.seen, value]), depth: walk.depth + 1 };
  try {
    return toPlainKind(value, inside);
  } catch {
    // A getter or proxy that throws must not take the log line with it.
    return '[unreadable]';
  }
}

function toPlainKind(value: object, walk: Walk): Plain {
  // Not by `instanceof` alone: an error of another realm (worker, test) is no instance of ours.
  if (value instanceof Error || types.isNativeError(value)) return toPlainError(value, walk);
  if (value instanceof Map) {
    return toPlainEntries(
      [...value].map(([key, item]) => [String(key), item]),
      walk,
    );
  }
  if (value instanceof Set) return toPlainList([...value], walk);
  if (Array.isArray(value)) return toPlainList(value, walk);
  const text = textOf(value);
  return text === undefined
    ? toPlainEntries(Object.entries(value), walk)
    : cut(redactText(text, walk.secrets));
}

/** Objects that are one value. */
function textOf(value: object): string | undefined {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  }
  if (value instanceof URL) return value.href;
  const isBytes = ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value);
  return isBytes ? `[${value.byteLength} bytes]` : undefined;
}

/** Headers also come as `['authorization', 'Bearer …']` or flat: what follows a secret's name is hidden. */
function toPlainList(items: readonly unknown[], walk: Walk): Plain {
  const plain = items.slice(0, maxItems).map((item, index) => {
    const before = items[index - 1];
    return typeof before === 'string' ? toPlainNamed(before, item, walk) : toPlain(item, walk);
  });
  return items.length > maxItems ? [...plain, `… (${items.length} items)`] : plain;
}

function toPlainEntries(entries: readonly (readonly [string, unknown])[], walk: Walk): Plain {
  const kept = entries
    .filter(([, item]) => item !== undefined && typeof item !== 'function')
    .slice(0, maxItems);
  return Object.fromEntries(
    kept.map(([name, item]) => [redactText(name, walk.secrets), toPlainNamed(name, item, walk)]),
  );
}

const toPlainNamed = (name: string, item: unknown, walk: Walk): Plain =>
  isSecretName(name) && item !== null && typeof item !== 'boolean' ? hidden : toPlain(item, walk);

/** Fields of an error that are taken along when they are no plain value. */
const nested: ReadonlySet<string> = new Set(['cause', 'errors', 'faults', 'facts']);

function toPlainError(error: Error, walk: Walk): Plain {
  const own = Object.entries(error).filter(
    ([name, item]) => nested.has(name) || typeof item !== 'object',
  );
  const inner: readonly [string, unknown][] = [
    ['cause', error.cause],
    ['errors', error instanceof AggregateError ? error.errors : undefined],
  ];
  return toPlainEntries(
    [
      ['type', error.name],
      ['message', error.message],
      ...own.filter(([name]) => name !== 'name'),
      ...inner,
      ['stack', error.stack],
    ],
    walk,
  );
}
