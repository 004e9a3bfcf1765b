import { UpstreamError } from '../../../upstream/http/index.js';
import { fault, ok, skippedFor, warning, type Check, type Finding } from '../check.js';
import { adviceFor } from '../advice-for.js';

const howToTrakt =
  'make an app at https://trakt.tv/oauth/applications, set TRAKT_CLIENT_ID, and TRAKT_ACCESS_TOKEN (with TRAKT_REFRESH_TOKEN) of your account';
const howToBangumi =
  'make a personal token at https://next.bgm.tv/demo/access-token and set BANGUMI_ACCESS_TOKEN';

export const traktAccountCheck: Check = {
  name: 'trakt-account',
  run: async (context) => {
    const refused = skippedFor(context, 'TRAKT_API_URL', 'TRAKT_CLIENT_ID', 'TRAKT_ACCESS_TOKEN');
    if (refused !== undefined) return refused;
    const { clientId, accessToken } = context.config.trakt;
    if (accessToken === undefined) {
      const given = clientId === undefined ? 'neither TRAKT_CLIENT_ID nor' : 'no';
      return warning(`${given} TRAKT_ACCESS_TOKEN: nothing to read from`, howToTrakt);
    }
    if (clientId === undefined)
      return fault('TRAKT_ACCESS_TOKEN without TRAKT_CLIENT_ID', 'set the client id of its app');
    try {
      const { username, vip } = await context.readTraktSettings();
      return ok(`signed in as ${username}${vip ? ' (VIP)' : ' (no VIP)'}`);
    } catch (thrown) {
      return explain(thrown, 'TRAKT_ACCESS_TOKEN');
    }
  },
};

/** A write alone would show whether the token may write (Bangumi API notes, scopes), and the doctor writes nothing. */
export const bangumiAccountCheck: Check = {
  name: 'bangumi-account',
  run: async (context) => {
    const refused = skippedFor(context, 'BANGUMI_API_URL', 'BANGUMI_ACCESS_TOKEN');
    if (refused !== undefined) return refused;
    if (context.config.bangumi.accessToken === undefined)
      return warning('no BANGUMI_ACCESS_TOKEN: nowhere to write to', howToBangumi);
    try {
      const { username, nickname } = await context.readBangumiUser();
      return ok(
        `signed in as ${username}${nickname === '' ? '' : ` (${nickname})`}`,
        'that it may write (write:collection) is not tried out; a personal token may, one of next.bgm.tv/oauth may not',
      );
    } catch (thrown) {
      return explain(thrown, 'BANGUMI_ACCESS_TOKEN');
    }
  },
};

function explain(thrown: unknown, variable: string): Finding {
  if (!(thrown instanceof UpstreamError)) throw thrown;
  const advice = adviceFor(thrown, variable);
  return thrown.kind === 'rate-limited'
    ? warning(thrown.message, advice)
    : fault(thrown.message, advice);
}
