import { z } from 'zod';
import {
  errorMembers,
  isHtml,
  isTorn,
  parseAnswer,
  readSeconds,
  readTokenGrant,
  UpstreamError,
  type AuthHttp,
  type RawAnswer,
} from '../../http/index.js';
import type { DeviceCode, DevicePoll, TraktAuth } from './trakt-auth.js';

// People are sent to the address, so it must be one a browser opens as a page.
const pageAddress = z.url({ protocol: /^https?$/ });

const deviceCodeSchema: z.ZodType<DeviceCode> = z
  .looseObject({
    device_code: z.string().min(1),
    user_code: z.string().min(1),
    verification_url: pageAddress,
  })
  .transform((code) => ({
    deviceCode: code.device_code,
    userCode: code.user_code,
    verificationUrl: code.verification_url,
    expiresInSeconds: readSeconds(code['expires_in']) ?? 600,
    intervalSeconds: readSeconds(code['interval']) ?? 5,
  }));

/** Sign-in without a browser of its own (Trakt API notes, device flow). */
export const deviceCalls = (
  http: AuthHttp,
  app: Readonly<Record<string, string>>,
): Pick<TraktAuth, 'requestDeviceCode' | 'pollDeviceToken'> => ({
  requestDeviceCode: async (options) => {
    const body = { client_id: app['client_id'] };
    const request = { path: '/oauth/device/code', body, secrets: [] };
    return parseAnswer(await http.post(request, options), deviceCodeSchema);
  },
  pollDeviceToken: async ({ deviceCode }, options) => {
    const issuedAt = http.now();
    try {
      const answer = await http.post(toPoll(deviceCode, app), options);
      if (answer.status < 400)
        return { status: 'granted', grant: readTokenGrant(answer, issuedAt) };
      return { status: readStatus(answer) ?? 'pending' };
    } catch (thrown) {
      if (!(thrown instanceof UpstreamError) || thrown.kind !== 'rate-limited') throw thrown;
      return { status: 'slow-down', retryAfter: thrown.facts.retryAfter };
    }
  },
});

const toPoll = (deviceCode: string, app: Readonly<Record<string, string>>) => ({
  path: '/oauth/device/token',
  body: { code: deviceCode, ...app },
  secrets: [deviceCode],
  line: deviceCode,
  takes: (answer: RawAnswer) => readStatus(answer) !== undefined,
});

type Waiting = Exclude<DevicePoll['status'], 'granted'>;

const statuses: Readonly<Record<number, Waiting>> = {
  404: 'unknown-code',
  409: 'already-used',
  410: 'expired',
  418: 'denied',
};

/** The words of RFC 8628, should they come with a 400. */
const statusesByWord: Readonly<Record<string, Waiting>> = {
  authorization_pending: 'pending',
  slow_down: 'slow-down',
  access_denied: 'denied',
  expired_token: 'expired',
  invalid_grant: 'unknown-code',
};

/** Nothing where it is no answer about the code: a page, or a refusal of the app or the request. */
function readStatus(answer: RawAnswer): Waiting | undefined {
  if (isHtml(answer)) return undefined;
  if (answer.status !== 400) return statuses[answer.status];
  const { error } = errorMembers(answer);
  return error === undefined && !isTorn(answer) ? 'pending' : statusesByWord[error ?? ''];
}
