import { fault, ok, skipped, skippedFor, warning, type Check, type Finding } from '../check.js';
import type { DoctorContext } from '../doctor-context.js';
import { whatTraktSaid } from '../what-trakt-said.js';

/** The rule of 2026-07-31 and the policy of 2026-09 (Trakt API notes, policy risk and VIP). */
const vipRule = 'since 2026-07-31 an app lives only while its owner has an active Trakt VIP';
const policy =
  'Trakt’s API use policy permits apps through which people use Trakt and personal tools for one’s own data. It forbids separate tracking platforms that continuously copy Trakt accounts, mirrors, proxies and data feeds – https://github.com/trakt/trakt-api/pull/941; ask support@trakt.tv in doubtful cases.';

export const traktAppCheck: Check = {
  name: 'trakt-app',
  run: async (context) => {
    const refused = skippedFor(context, 'TRAKT_API_URL', 'TRAKT_CLIENT_ID');
    if (refused !== undefined) return refused;
    if (context.config.trakt.clientId === undefined) {
      const advice = `make one at https://trakt.tv/oauth/applications and set TRAKT_CLIENT_ID; ${vipRule}. ${policy}`;
      return skipped('no TRAKT_CLIENT_ID', advice);
    }
    const probed = await context.askTrakt();
    if (probed.kind === 'nothing')
      return skipped('Trakt cannot be asked; see trakt-address', policy);
    return judge(whatTraktSaid(probed), probed.status, context);
  },
};

async function judge(
  said: ReturnType<typeof whatTraktSaid>,
  status: number,
  context: DoctorContext,
): Promise<Finding> {
  if (said === 'app-refused') {
    return fault(
      `Trakt refuses the app (status ${status}): the client id is wrong, blocked, or its owner’s VIP has lapsed`,
      `compare TRAKT_CLIENT_ID with https://trakt.tv/oauth/applications and renew the owner’s VIP; ${vipRule}. A blocked app must not go on with other keys. ${policy}`,
    );
  }
  if (said !== 'app-known')
    return skipped('Trakt gave no answer about it; see trakt-address', policy);
  if (!(await isKnownNotVip(context))) return ok(`the client id is accepted; ${vipRule}`, policy);
  return warning(
    'the client id is accepted, but the signed-in account has no VIP',
    `if that account owns the app, renew its VIP: ${vipRule}. ${policy}`,
  );
}

async function isKnownNotVip({ config, readTraktSettings }: DoctorContext): Promise<boolean> {
  if (config.trakt.accessToken === undefined) return false;
  return readTraktSettings().then(
    ({ vip }) => !vip,
    () => false,
  );
}
