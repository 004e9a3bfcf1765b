import { UpstreamError, type UpstreamService } from '../../../upstream/http/index.js';
import type { DevicePoll, TraktAuth } from '../../../upstream/trakt/index.js';
import { ConnectingError } from '../connection-errors.js';
import { keyOf } from '../connection-store.js';
import { toTokens } from '../tokens/lifetime.js';
import { admitAccount } from './admit-account.js';
import type { AttemptView, Beginner } from './attempt.js';
import type { StoredAttempt } from './attempt-store.js';
import { faultOf, type ByCodeDeps } from './by-code.js';

export interface ByDeviceDeps extends Omit<ByCodeDeps, 'auths'> {
  /** The only service with a device flow; absent where no app is configured. */
  readonly trakt?: TraktAuth | undefined;
}

export type DeviceStep =
  { readonly kind: 'over' } | { readonly kind: 'wait'; readonly seconds: number };

const service: UpstreamService = 'trakt';

/** Connecting without a browser of one's own: the person types a code at Trakt (Trakt API notes, device flow). */
export function createByDevice(deps: ByDeviceDeps) {
  const { attempts, clock } = deps;

  function needTrakt(): TraktAuth {
    if (deps.trakt !== undefined) return deps.trakt;
    throw new ConnectingError(
      'app-not-configured',
      'The operator has not set up an app at Trakt: TRAKT_CLIENT_ID and TRAKT_CLIENT_SECRET are missing.',
    );
  }

  return {
    /** @throws ConnectingError `app-not-configured`, `service-away`, `app-blocked` */
    async begin({ userId, via }: Beginner): Promise<AttemptView> {
      const code = await requestCode(deps, needTrakt());
      const id = await attempts.beginDevice({
        userId,
        via,
        service,
        secret: code.deviceCode,
        userCode: code.userCode,
        verificationUrl: code.verificationUrl,
        pollInterval: code.intervalSeconds,
        expiresAt: new Date(clock.now().getTime() + code.expiresInSeconds * 1000),
      });
      const row = await attempts.findById(id);
      if (row === null) throw new Error(`the attempt ${id} just made is gone`);
      return attempts.toView(row);
    },

    /** One question to Trakt, and when to ask the next. Safe to repeat; a grant that is lost on the way ends the attempt. */
    async poll(attemptId: string): Promise<DeviceStep> {
      const row = await attempts.findById(attemptId);
      if (row?.status !== 'pending') return { kind: 'over' };
      if (row.expiresAt <= clock.now()) {
        await attempts.move(row.id, { from: 'pending', to: 'expired' });
        return { kind: 'over' };
      }
      try {
        return await settle(deps, row, await ask(needTrakt(), attempts.openSecret(row) ?? ''));
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        const reason = await faultOf(deps, service, error);
        await attempts.move(row.id, { from: 'pending', to: 'failed', reason });
        return { kind: 'over' };
      }
    },
  };
}

async function requestCode(
  deps: ByDeviceDeps,
  trakt: TraktAuth,
): ReturnType<TraktAuth['requestDeviceCode']> {
  try {
    return await trakt.requestDeviceCode();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const isBlocked = (await faultOf(deps, service, error)) === 'app-blocked';
    throw new ConnectingError(isBlocked ? 'app-blocked' : 'service-away', error.message);
  }
}

/** Trouble on the way is no answer: ask again. */
async function ask(trakt: TraktAuth, deviceCode: string): Promise<DevicePoll> {
  try {
    return await trakt.pollDeviceToken({ deviceCode });
  } catch (error) {
    const passing = ['unavailable', 'timeout', 'malformed', 'rate-limited'];
    if (error instanceof UpstreamError && passing.includes(error.kind))
      return { status: 'pending' };
    throw error;
  }
}

async function settle(
  deps: ByDeviceDeps,
  row: StoredAttempt,
  answer: DevicePoll,
): Promise<DeviceStep> {
  const { attempts } = deps;
  const interval = row.pollInterval ?? 5;
  switch (answer.status) {
    case 'pending':
      return { kind: 'wait', seconds: interval };
    case 'slow-down': {
      const seconds = Math.max(interval + 5, answer.retryAfter ?? 0);
      await attempts.setPollInterval(row.id, seconds);
      return { kind: 'wait', seconds };
    }
    case 'denied':
    case 'expired':
      await attempts.move(row.id, { from: 'pending', to: answer.status });
      return { kind: 'over' };
    case 'already-used':
    case 'unknown-code':
      await attempts.move(row.id, { from: 'pending', to: 'failed', reason: 'interrupted' });
      return { kind: 'over' };
    case 'granted':
      await admit(deps, row, answer.grant);
      return { kind: 'over' };
  }
}

async function admit(
  deps: ByDeviceDeps,
  row: StoredAttempt,
  grant: Extract<DevicePoll, { status: 'granted' }>['grant'],
): Promise<void> {
  const { attempts, identify } = deps;
  const key = keyOf(row);
  if (!(await attempts.move(row.id, { from: 'pending', to: 'exchanging' }))) return;
  try {
    const access = { accessToken: grant.accessToken, limitKey: key.userId };
    const account = await identify[service](access);
    const tokens = toTokens(grant, key.userId);
    await admitAccount(deps, row, { ...key, account, method: 'device', tokens });
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const reason = await faultOf(deps, service, error);
    await attempts.move(row.id, { from: 'exchanging', to: 'failed', reason });
  }
}
