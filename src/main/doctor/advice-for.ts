import type { UpstreamError, UpstreamErrorKind } from '../../upstream/http/index.js';

const renewal: Readonly<Record<string, string>> = {
  TRAKT_ACCESS_TOKEN:
    'the token has lapsed (Trakt’s live for 7 days) or was revoked: sign in anew and set TRAKT_ACCESS_TOKEN and TRAKT_REFRESH_TOKEN',
  BANGUMI_ACCESS_TOKEN:
    'the token has lapsed or was deleted: make a new one at https://next.bgm.tv/demo/access-token and set BANGUMI_ACCESS_TOKEN',
};

const advices: Readonly<Partial<Record<UpstreamErrorKind, string>>> = {
  'app-blocked': 'see trakt-app',
  'edge-blocked': 'its firewall stops us: see user-agent; data-centre addresses may be blocked',
  'account-locked': 'the account is locked or deactivated: its owner has to ask the service',
  'rate-limited': 'too many requests: wait (Bangumi: an hour), then try again',
  unavailable: 'the service cannot be reached or is not well: see its address above',
  timeout: 'the service cannot be reached or is not well: see its address above',
  malformed: 'the address is that of something else: see its address above',
};

/** What to do about a sign-in that was refused; `variable` holds its token. */
export const adviceFor = ({ kind }: UpstreamError, variable: string): string =>
  kind === 'unauthorized'
    ? (renewal[variable] ?? `correct ${variable}`)
    : (advices[kind] ?? `check the token in ${variable} and what it may do`);
