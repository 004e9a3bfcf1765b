/** One 256-bit key; its id is public and stands in everything sealed with it. */
export interface Key {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Newest first: the first key seals, all of them open. */
export type KeyRing = readonly [Key, ...Key[]];

/** What is wrong with a key ring's text; never holds any of it but key ids. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError';
}

const keyBytes = 32;
const idPattern = /^[A-Za-z\d_-]{1,32}$/;

/** Reads `id:base64(32 bytes)`, comma or line separated, newest first. Throws KeyRingError. */
export function parseKeyRing(text: string): KeyRing {
  const entries = text
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const [first, ...others] = entries.map(parseKey);
  if (first === undefined) throw new KeyRingError('at least one key as id:base64 of 32 bytes');
  const ids = entries.map((entry) => entry.slice(0, entry.indexOf(':')));
  const doubled = ids.find((id, index) => ids.indexOf(id) !== index);
  if (doubled !== undefined) throw new KeyRingError(`key ids that differ (${doubled} comes twice)`);
  return [first, ...others];
}

function parseKey(entry: string, index: number): Key {
  const colon = entry.indexOf(':');
  const id = entry.slice(0, Math.max(colon, 0));
  if (!idPattern.test(id)) {
    throw new KeyRingError(
      `keys as id:base64 with an id of at most 32 letters, digits, - or _ (see key number ${index + 1})`,
    );
  }
  const encoded = entry.slice(colon + 1);
  const bytes = new Uint8Array(Buffer.from(encoded, 'base64'));
  if (!/^[A-Za-z\d+/_-]+={0,2}$/.test(encoded) || bytes.length !== keyBytes) {
    throw new KeyRingError(`the base64 of exactly ${keyBytes} bytes as key number ${index + 1}`);
  }
  if (bytes.every((byte) => byte === bytes[0])) {
    throw new KeyRingError(
      `random bytes as key number ${index + 1} (for example from: openssl rand -base64 32)`,
    );
  }
  return { id, bytes };
}

/** The text `parseKeyRing` reads. */
export const formatKeyRing = (ring: KeyRing): string =>
  ring.map(({ id, bytes }) => `${id}:${Buffer.from(bytes).toString('base64')}`).join(',');
