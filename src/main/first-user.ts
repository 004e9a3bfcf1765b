import type { Config } from '../platform/config/config.js';
import type { Watchflow } from './compose/compose.js';

export interface FirstUser {
  readonly userId: string;
  /** False until they have chosen name and password. */
  readonly isSetUp: boolean;
  /** Whether both accounts have been connected once; one that is refused now keeps its schedule, whose ticks say so. */
  readonly isConnected: boolean;
  /** What is missing or refused, and what to do; empty when all is well. */
  readonly todo: readonly string[];
}

/** What to do about a service nobody is connected with; an app of the operator makes it a matter of signing in. */
const howTo = {
  trakt: ({ trakt }: Config) =>
    trakt.clientId !== undefined && trakt.clientSecret !== undefined
      ? 'Trakt is not connected: sign in, then open /api/trakt/auth/init?redirect=1.'
      : 'Trakt is not connected: make an app at https://trakt.tv/oauth/applications (its owner needs VIP) and set TRAKT_CLIENT_ID and TRAKT_CLIENT_SECRET; then people connect in the browser. For one person alone TRAKT_CLIENT_ID and TRAKT_ACCESS_TOKEN (with TRAKT_REFRESH_TOKEN) will do.',
  bangumi: ({ bangumi }: Config) =>
    bangumi.clientId !== undefined && bangumi.clientSecret !== undefined
      ? 'Bangumi is not connected: sign in, then open /api/v1/connections/bangumi/auth/init?redirect=1.'
      : 'Bangumi is not connected: make a personal token at https://next.bgm.tv/demo/access-token and hand it in (PUT /api/v1/connections/bangumi/token), or set BANGUMI_ACCESS_TOKEN.',
};

/** Makes sure there is a first user, and gives them the accounts that the configuration names. */
export async function prepareFirstUser({
  accounts,
  connections,
  config,
  audit,
}: Watchflow): Promise<FirstUser> {
  const user = await accounts.ensureFirstUser();
  const { trakt, bangumi } = config;
  const adopted = await connections.adoptConfigured({
    userId: user.id,
    trakt:
      trakt.clientId !== undefined && trakt.accessToken !== undefined
        ? { accessToken: trakt.accessToken, refreshToken: trakt.refreshToken }
        : undefined,
    bangumi: bangumi.accessToken === undefined ? undefined : { accessToken: bangumi.accessToken },
  });
  for (const service of ['trakt', 'bangumi'] as const) {
    if (adopted[service].state !== 'connected') continue;
    await audit.record({
      actor: { kind: 'system', name: 'configuration' },
      action: 'connection.connected',
      target: { kind: 'connection', id: service },
      outcome: 'done',
      detail: { of: user.id, by: 'configured' },
    });
  }
  const todo = (['trakt', 'bangumi'] as const).flatMap((service) => {
    const { state, reason } = adopted[service];
    if (state === 'connected' || state === 'unchanged') return [];
    return [state === 'missing' ? howTo[service](config) : (reason ?? state)];
  });
  return {
    userId: user.id,
    isSetUp: user.isSetUp,
    isConnected: isKnown(adopted.trakt) && isKnown(adopted.bangumi),
    todo,
  };
}

const isKnown = ({ state }: { readonly state: string }): boolean =>
  state !== 'missing' && state !== 'unverified';
