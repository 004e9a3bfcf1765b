import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Puts a failure's message and stack into a payload, so that the codec encrypts them too.
 * Loaded by its path: by client and worker when a codec is set, and into the encoded workflow bundle.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
