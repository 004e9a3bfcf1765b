import type { PayloadCodec } from '@temporalio/common';
import { createPayloadCodec } from '../../orchestration/codec.js';
import type { Config } from '../../platform/config/config.js';
import { parseKeyRing } from '../../platform/security/key-ring.js';

/** What encrypts payloads; undefined where no key is set. */
export function codecOf({ keys: { payload } }: Config): PayloadCodec | undefined {
  return payload === undefined ? undefined : createPayloadCodec(parseKeyRing(payload));
}
