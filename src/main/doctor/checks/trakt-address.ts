import { fault, ok, skippedFor, warning, type Check, type Finding } from '../check.js';
import { whatTraktSaid } from '../what-trakt-said.js';

/** Without a token the settings are refused with 401, and without a known app with 403: either shows that it is Trakt. */
export const traktAddressCheck: Check = {
  name: 'trakt-address',
  run: async (context) => {
    const refused = skippedFor(context, 'TRAKT_API_URL');
    if (refused !== undefined) return refused;
    const url = context.config.trakt.apiUrl;
    const probed = await context.askTrakt();
    if (probed.kind === 'nothing') return fault(`${url}: ${probed.found}`, probed.advice);
    return judge(whatTraktSaid(probed), { url, status: probed.status });
  },
};

interface Said {
  readonly url: string;
  readonly status: number;
}

function judge(said: ReturnType<typeof whatTraktSaid>, { url, status }: Said): Finding {
  switch (said) {
    case 'app-known':
    case 'app-refused':
      return ok(`${url} answers as Trakt does`);
    case 'edge-blocked':
      return fault(
        `${url}: a page of its firewall (status ${status}) instead of an answer`,
        'set USER_AGENT_CONTACT so that Trakt knows who asks; data-centre and VPN addresses may be blocked as a whole',
      );
    case 'busy':
      return warning(`${url} asks us to wait (429)`, 'try again in five minutes');
    case 'down':
      return fault(
        `${url} is not well (status ${status})`,
        'try again later; https://status.trakt.tv',
      );
    case 'something-else':
      return fault(
        `${url} answers (status ${status}), but not as Trakt does`,
        'correct TRAKT_API_URL; the real one is https://api.trakt.tv',
      );
  }
}
