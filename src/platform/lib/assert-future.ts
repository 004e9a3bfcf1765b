import { InputError } from './errors.js';

interface When {
  /** Whose field it is, as an InputError says it. */
  readonly subject: string;
  readonly now: Date;
}

/** Throws InputError at `expiresAt` for an end that has come already. */
export function assertFuture(expiresAt: Date | undefined, { subject, now }: When): void {
  if (expiresAt === undefined || expiresAt > now) return;
  throw new InputError(subject, [{ place: 'expiresAt', message: 'expected a time to come' }]);
}
