import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ValueError, type Payload, type PayloadCodec } from '@temporalio/common';
import { decode, encode } from '@temporalio/common/lib/encoding.js';
// CommonJS without named exports for ESM.
import proto from '@temporalio/proto';
import type { Key, KeyRing } from '../platform/security/key-ring.js';

const encoding = 'binary/encrypted';
const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;

/**
 * Encrypts every payload with the ring's first key (AES-256-GCM; data = iv, tag, ciphertext). The key's id stands in the
 * metadata and is authenticated; older keys of the ring still decode. Payloads of before the codec pass as they are.
 * Decoding throws ValueError when the key is not in the ring or the payload was changed.
 */
export function createPayloadCodec(ring: KeyRing): PayloadCodec {
  const [newest] = ring;
  const byId = new Map(ring.map((key) => [key.id, key]));
  return {
    encode: (payloads) => Promise.resolve(payloads.map((payload) => encrypt(payload, newest))),
    decode: async (payloads) => {
      await Promise.resolve();
      return payloads.map((payload) => (isEncrypted(payload) ? decrypt(payload, byId) : payload));
    },
  };
}

const metadataOf = (payload: Payload, name: string): string => {
  const value = payload.metadata?.[name];
  return value === undefined ? '' : decode(value);
};

const isEncrypted = (payload: Payload) => metadataOf(payload, 'encoding') === encoding;

function encrypt(payload: Payload, { id, bytes }: Key): Payload {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, bytes, iv).setAAD(encode(id));
  const sealed = [sealing.update(PayloadMessage.encode(payload).finish()), sealing.final()];
  return {
    metadata: {
      encoding: encode(encoding),
      'encryption-cipher': encode(cipher),
      'encryption-key-id': encode(id),
    },
    data: Buffer.concat([iv, sealing.getAuthTag(), ...sealed]),
  };
}

function decrypt(payload: Payload, keys: ReadonlyMap<string, Key>): Payload {
  const id = metadataOf(payload, 'encryption-key-id');
  const key = keys.get(id);
  if (key === undefined) {
    throw new ValueError(
      `A payload is encrypted with key "${id}", which is not among the payload keys`,
    );
  }
  try {
    return open(payload.data ?? new Uint8Array(), key);
  } catch (cause) {
    throw new ValueError(`A payload encrypted with key "${id}" cannot be opened`, cause);
  }
}

function open(data: Uint8Array, { id, bytes }: Key): Payload {
  const opening = createDecipheriv(cipher, bytes, data.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(encode(id))
    .setAuthTag(data.subarray(ivBytes, ivBytes + tagBytes));
  const opened = [opening.update(data.subarray(ivBytes + tagBytes)), opening.final()];
  return PayloadMessage.decode(Buffer.concat(opened));
}
