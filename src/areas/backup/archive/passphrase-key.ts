import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { Stanza, type Identity, type Recipient } from 'age-encryption';
import { BackupError } from '../backup-error.js';

// age's own passphrases (https://age-encryption.org/v1, "The scrypt recipient type"), by the plug of its library: reckoned by
// Node beside the event loop, where the library would hold it up for seconds.

/** Base-2 logarithm of the work; age's own default. It takes 256 MiB for about a second. */
const usualWork = 18;
const mostWork = 20;

const label = 'age-encryption.org/v1/scrypt';
const saltBytes = 16;
const fileKeyBytes = 16;
const tagBytes = 16;
const cipher = 'chacha20-poly1305';
const nonce = new Uint8Array(12);

/** What the file's key is wrapped with, so that the passphrase opens it. */
export const passphraseRecipient = (passphrase: string): Recipient => ({
  async wrapFileKey(fileKey) {
    const salt = randomBytes(saltBytes);
    const key = await deriveKey(passphrase, { salt, work: usualWork });
    const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes });
    const body = Buffer.concat([sealing.update(fileKey), sealing.final(), sealing.getAuthTag()]);
    return [new Stanza(['scrypt', unpadded(salt), String(usualWork)], new Uint8Array(body))];
  },
});

/** What finds the file's key by the passphrase. */
export const passphraseIdentity = (passphrase: string): Identity => ({
  async unwrapFileKey(stanzas) {
    const { salt, work, body } = parseStanza(stanzas);
    const key = await deriveKey(passphrase, { salt, work });
    const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
    opening.setAuthTag(body.subarray(-tagBytes));
    try {
      const fileKey = [opening.update(body.subarray(0, -tagBytes)), opening.final()];
      return new Uint8Array(Buffer.concat(fileKey));
    } catch {
      return null;
    }
  },
});

function parseStanza(stanzas: readonly Stanza[]) {
  const [only, ...others] = stanzas;
  const form = z.tuple([z.literal('scrypt'), z.string(), z.string().regex(/^[1-9]\d?$/)]);
  const { data } = form.safeParse(only?.args);
  if (only?.body.length !== fileKeyBytes + tagBytes || data === undefined || others.length > 0)
    throw new BackupError('not-a-backup', 'the file is one of age, but not one with a passphrase');
  const [, salt, work] = data;
  if (Number(work) > mostWork)
    throw new BackupError('not-a-backup', 'the passphrase asks for more memory than is reasonable');
  return { salt: Buffer.from(salt, 'base64'), work: Number(work), body: only.body };
}

interface Derivation {
  readonly salt: Uint8Array;
  readonly work: number;
}

const deriveKey = (passphrase: string, { salt, work }: Derivation): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const cost = { N: 2 ** work, r: 8, p: 1, maxmem: 2 ** (work + 11) };
    scrypt(passphrase, Buffer.concat([Buffer.from(label), salt]), 32, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });

const unpadded = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replace(/=+$/, '');
