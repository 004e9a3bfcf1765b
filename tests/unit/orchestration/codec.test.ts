import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter, ValueError, type Payload } from '@temporalio/common';
import fc from 'fast-check';
import { createPayloadCodec } from '../../../src/orchestration/codec.js';

const aKey = (id: string) => ({ id, bytes: new Uint8Array(randomBytes(32)) });
const old = aKey('2025');
const newest = aKey('2026');
const toPayload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const toValue = (payload: Payload | undefined): unknown =>
  payload === undefined ? undefined : defaultPayloadConverter.fromPayload(payload);
const textOf = (payload: Payload | undefined): string =>
  Buffer.from(payload?.data ?? []).toString('latin1');

describe('payload codec', () => {
  it('gives back whatever was encoded, in order', async () => {
    const codec = createPayloadCodec([newest]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), async (values) => {
        const decoded = await codec.decode(await codec.encode(values.map(toPayload)));
        // JSON knows no -0.
        expect(decoded.map(toValue)).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    );
  });

  it('shows nothing of what it encodes, and never the same twice', async () => {
    const codec = createPayloadCodec([newest]);
    const [one, two] = await codec.encode([toPayload('marmalade'), toPayload('marmalade')]);
    expect(textOf(one)).not.toContain('marmalade');
    expect(textOf(one)).not.toBe(textOf(two));
  });

  it('still decodes what an older key of the ring encoded, and encodes with the newest', async () => {
    const written = await createPayloadCodec([old]).encode([toPayload('before')]);
    const codec = createPayloadCodec([newest, old]);
    expect((await codec.decode(written)).map(toValue)).toEqual(['before']);
    const [rewritten] = await codec.encode([toPayload('after')]);
    expect(Buffer.from(rewritten?.metadata?.['encryption-key-id'] ?? []).toString()).toBe('2026');
  });

  it('passes payloads that were written before there was a codec', async () => {
    const plain = [toPayload('plain')];
    expect(await createPayloadCodec([newest]).decode(plain)).toEqual(plain);
  });

  it('names the key that is missing', async () => {
    const written = await createPayloadCodec([old]).encode([toPayload('lost')]);
    await expect(createPayloadCodec([newest]).decode(written)).rejects.toThrow(/key "2025"/);
  });

  it('refuses a payload that was changed, cut, or claims another key', async () => {
    const codec = createPayloadCodec([newest, { ...newest, id: 'twin' }]);
    const [written] = await codec.encode([toPayload('valuable')]);
    const data = new Uint8Array(written?.data ?? []);
    const flipped = data.map((byte, index) => (index === data.length - 1 ? byte ^ 1 : byte));
    const metadata = {
      ...written?.metadata,
      'encryption-key-id': new TextEncoder().encode('twin'),
    };
    await expect(codec.decode([{ ...written, data: flipped }])).rejects.toBeInstanceOf(ValueError);
    await expect(codec.decode([{ ...written, data: data.subarray(0, 20) }])).rejects.toBeInstanceOf(
      ValueError,
    );
    await expect(codec.decode([{ ...written, data, metadata }])).rejects.toBeInstanceOf(ValueError);
  });
});
