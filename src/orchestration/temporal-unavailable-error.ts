/** Temporal, or a worker behind it, did not answer in time. Trying again later is right. */
export class TemporalUnavailableError extends Error {
  override readonly name = 'TemporalUnavailableError';
}

/** Temporal answered and refuses: credentials, permission, or something that has to be set up first. */
export class TemporalRefusedError extends Error {
  override readonly name = 'TemporalRefusedError';
}
