import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Key, KeyRing } from './key-ring.js';

/** Signs what addresses of ours say, so that whoever has one needs no other right. */
export interface LinkSigner {
  /** `<key id>.<HMAC-SHA-256 in base64url>`. */
  sign(text: string): string;
  /** Whether one of our keys signed this very text. */
  isSigned(text: string, signature: string): boolean;
}

/** With keys of its own, made from those of the ring: the newest signs, all of them count. */
export function createLinkSigner(ring: KeyRing): LinkSigner {
  const [newest] = ring;
  return {
    sign: (text) => `${newest.id}.${macOf(newest, text).toString('base64url')}`,
    isSigned(text, signature) {
      const [keyId, given = ''] = signature.split('.');
      const key = ring.find(({ id }) => id === keyId);
      if (key === undefined) return false;
      const [wanted, got] = [macOf(key, text), Buffer.from(given, 'base64url')];
      return got.length === wanted.length && timingSafeEqual(got, wanted);
    },
  };
}

function macOf({ bytes }: Key, text: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', bytes, '', 'watchflow links', 32));
  return createHmac('sha256', key).update(text).digest();
}
