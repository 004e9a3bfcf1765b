import { z } from 'zod';
import { keyOf } from '../connection-store.js';
import { attemptFaults, attemptStatuses, type AttemptStatus, type AttemptView } from './attempt.js';

interface AttemptRow {
  readonly id: string;
  readonly userId: string;
  readonly service: string;
  readonly kind: string;
  readonly status: string;
  readonly reason: string | null;
  readonly accountName: string | null;
  readonly userCode: string | null;
  readonly verificationUrl: string | null;
  readonly pollInterval: number | null;
  readonly returnTo: string | null;
  readonly expiresAt: Date;
}

const statuses = z.enum(attemptStatuses);
const faults = z.enum(attemptFaults).nullable();

/** What is open after its time has expired, whether or not anybody wrote it down. */
export function toView(row: AttemptRow, now: Date): AttemptView {
  const status = statuses.parse(row.status.replaceAll('_', '-'));
  return {
    id: row.id,
    service: keyOf(row).service,
    kind: row.kind === 'device' ? 'device' : 'code',
    status: row.expiresAt <= now && isOpen(status) ? 'expired' : status,
    reason: faults.parse(row.reason),
    accountName: row.accountName,
    userCode: row.userCode,
    verificationUrl: row.verificationUrl,
    pollInterval: row.pollInterval,
    returnTo: row.returnTo,
    expiresAt: row.expiresAt,
  };
}

const isOpen = (status: AttemptStatus): boolean =>
  status === 'pending' || status === 'exchanging' || status === 'other-account';
