import { randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/lib/clock.js';

/** What a person approved. */
export interface Approval<Person> {
  readonly person: Person;
  readonly clientId: string;
  readonly redirectUri: string;
  /** S256. */
  readonly challenge: string | undefined;
}

/** Authorisation codes: each can be taken once, and not for long. */
export interface Codes<Person> {
  issue(approval: Approval<Person>): string;
  take(code: string): Approval<Person> | undefined;
}

export function createCodes<Person>({
  clock,
  lifetimeSeconds,
}: {
  readonly clock: Clock;
  readonly lifetimeSeconds: number;
}): Codes<Person> {
  const codes = new Map<string, { readonly approval: Approval<Person>; readonly until: number }>();
  return {
    issue(approval) {
      const code = randomBytes(20).toString('hex');
      codes.set(code, { approval, until: clock.now().getTime() + lifetimeSeconds * 1000 });
      return code;
    },
    take(code) {
      const found = codes.get(code);
      codes.delete(code);
      return found === undefined || found.until <= clock.now().getTime()
        ? undefined
        : found.approval;
    },
  };
}
