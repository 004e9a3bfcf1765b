import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Key, KeyRing } from './key-ring.js';

/** Where a sealed value stands: moved to another row or column it does not open. */
export interface SecretPlace {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** Which columns of a table hold sealed values, and what stands for the row in their place. */
export interface SealedTable {
  readonly table: string;
  readonly columns: readonly string[];
  /** From the row under the database's own names. */
  readonly rowOf: (row: Readonly<Record<string, unknown>>) => string;
}

export interface SecretBox {
  /** `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two base64url; another text each time. */
  seal(plaintext: string, place: SecretPlace): string;
  /** Throws SecretBoxError. */
  open(sealed: string, place: SecretPlace): string;
  /** True when it was not sealed with the newest key. Throws SecretBoxError when it is no sealed text at all. */
  needsReseal(sealed: string): boolean;
}

export type SecretBoxErrorKind =
  /** Not of the form `v1.…`. */
  | 'malformed'
  /** Sealed with a key that is not in the ring. */
  | 'unknown-key'
  /** Changed, or sealed for another place. */
  | 'not-authentic';

/** Why a sealed value does not open; holds the key's id and the place, nothing of the value. */
export class SecretBoxError extends Error {
  override readonly name = 'SecretBoxError';
  constructor(
    readonly kind: SecretBoxErrorKind,
    message: string,
    readonly keyId?: string | undefined,
  ) {
    super(message);
  }
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const form = /^v1\.([A-Za-z\d_-]{1,32})\.([\w-]{16})\.([\w-]{22,})$/;

/** AES-256-GCM under the ring's newest key. The header and the place are authenticated too. */
export function createSecretBox(ring: KeyRing): SecretBox {
  const keysById = new Map(ring.map((key) => [key.id, key]));
  const [newest] = ring;
  return {
    seal: (plaintext, place) => seal(newest, plaintext, place),
    open(sealed, place) {
      const parts = parseSealed(sealed);
      const key = keysById.get(parts.keyId);
      if (key === undefined) {
        const message = `sealed with key ${parts.keyId}, which is not in the key ring; add it to WATCHFLOW_KEYS`;
        throw new SecretBoxError('unknown-key', message, parts.keyId);
      }
      return open(key, parts, place);
    },
    needsReseal: (sealed) => parseSealed(sealed).keyId !== newest.id,
  };
}

interface Sealed {
  readonly keyId: string;
  readonly nonce: Buffer;
  readonly body: Buffer;
}

/** As JSON, so that no choice of names makes two places look alike. */
const toAssociatedData = (keyId: string, { table, row, column }: SecretPlace) =>
  Buffer.from(JSON.stringify(['v1', keyId, table, row, column]));

function seal(key: Key, plaintext: string, place: SecretPlace): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes });
  cipher.setAAD(toAssociatedData(key.id, place));
  const body = Buffer.concat([
    cipher.update(plaintext, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return ['v1', key.id, nonce.toString('base64url'), body.toString('base64url')].join('.');
}

function parseSealed(sealed: string): Sealed {
  const [, keyId, nonce, body] = form.exec(sealed) ?? [];
  if (keyId === undefined || nonce === undefined || body === undefined) {
    throw new SecretBoxError('malformed', 'expected a sealed value (v1.…), got something else');
  }
  return { keyId, nonce: Buffer.from(nonce, 'base64url'), body: Buffer.from(body, 'base64url') };
}

function open(key: Key, { nonce, body }: Sealed, place: SecretPlace): string {
  const decipher = createDecipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes });
  decipher.setAAD(toAssociatedData(key.id, place));
  decipher.setAuthTag(body.subarray(-tagBytes));
  try {
    const text = Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()]);
    return text.toString('utf8');
  } catch {
    const message = `the value in ${place.table}.${place.column} (key ${key.id}) was changed or sealed for another place`;
    throw new SecretBoxError('not-authentic', message, key.id);
  }
}
