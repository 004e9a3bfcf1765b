import { fileURLToPath } from 'node:url';
import type { DataConverter, PayloadCodec } from '@temporalio/common';

// `.js` once compiled, `.ts` in tests: whatever this file is.
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** For worker, client and bundle; the three must agree. */
export const failureConverterPath = fileURLToPath(
  new URL(`./failure-converter.${extension}`, import.meta.url),
);

/** How payloads are written: plain JSON, or with a codec everything incl. failure messages encrypted. */
export const toDataConverter = (codec: PayloadCodec | undefined): DataConverter =>
  codec === undefined ? {} : { payloadCodecs: [codec], failureConverterPath };
