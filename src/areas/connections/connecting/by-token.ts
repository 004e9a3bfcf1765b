import { UpstreamError, type UpstreamService } from '../../../upstream/http/index.js';
import type { BangumiAuth } from '../../../upstream/bangumi/index.js';
import { nameOf, type Account, type Tokens } from '../connection.js';
import { ConnectingError } from '../connection-errors.js';
import type { ConnectionStore } from '../connection-store.js';
import type { Identify } from '../identify.js';
import { isOtherAccount } from './admit-account.js';

export interface ByTokenDeps {
  readonly store: ConnectionStore;
  readonly identify: Identify;
  /** Tells when a token ends, where an app is configured. */
  readonly bangumi?: BangumiAuth | undefined;
}

export interface TokenWish {
  readonly userId: string;
  readonly accessToken: string;
}

const service: UpstreamService = 'bangumi';

/** A personal access token of Bangumi, checked by a call before anything is stored. Throws ConnectingError. */
export const createByToken =
  ({ store, identify, bangumi }: ByTokenDeps) =>
  async ({ userId, accessToken }: TokenWish): Promise<Account> => {
    const account = await check(identify, { userId, accessToken });
    if (await isOtherAccount(store, { userId, service, account })) {
      throw new ConnectingError(
        'other-account',
        `The token belongs to ${account.name}, another Bangumi account than the one connected before. Disconnect with purge=true to begin anew, or hand in a token of the same account.`,
      );
    }
    const tokens: Tokens = { accessToken, expiresAt: await endOf(bangumi, accessToken) };
    await store.put({ userId, service, account, method: 'token', tokens });
    return account;
  };

async function check(identify: Identify, { userId, accessToken }: TokenWish): Promise<Account> {
  try {
    return await identify[service]({ accessToken, limitKey: userId });
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const isRefused = error.kind === 'unauthorized' || error.kind === 'forbidden';
    throw isRefused
      ? new ConnectingError('token-refused', `${nameOf[service]} does not accept this token.`)
      : new ConnectingError('service-away', error.message);
  }
}

/** Nice to know, no more: whoever cannot be asked is not asked again. */
async function endOf(
  bangumi: BangumiAuth | undefined,
  accessToken: string,
): Promise<Date | undefined> {
  if (bangumi === undefined) return undefined;
  try {
    return (await bangumi.tokenStatus({ accessToken })).expiresAt;
  } catch (error) {
    if (error instanceof UpstreamError) return undefined;
    throw error;
  }
}
