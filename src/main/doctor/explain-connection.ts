/** Why something did not answer, and what to do about it. */
export interface Explanation {
  readonly found: string;
  readonly advice: string;
}

interface Broken {
  readonly code?: string | undefined;
  readonly description: string;
}

interface Rule {
  readonly codes: RegExp;
  readonly say: (url: URL) => Explanation;
}

const rules: readonly Rule[] = [
  {
    codes: /^(ENOTFOUND|EAI_\w+)$/,
    say: ({ hostname }) => ({
      found: `the name ${hostname} cannot be resolved`,
      advice: 'check the spelling and the DNS of this machine; behind a proxy set HTTPS_PROXY',
    }),
  },
  {
    codes: /^ECONNREFUSED$/,
    say: (url) => ({
      found: `nothing listens at ${hostAndPort(url)}`,
      advice: 'check host and port, and that the service is running',
    }),
  },
  {
    codes: /^(EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/,
    say: ({ hostname }) => ({
      found: `there is no way to ${hostname}`,
      advice: 'check network and firewall of this machine; behind a proxy set HTTPS_PROXY',
    }),
  },
  {
    codes: /^CERT_HAS_EXPIRED$/,
    say: ({ hostname }) => ({
      found: `TLS: the certificate of ${hostname} has expired`,
      advice: 'renew it if the service is yours; otherwise check the clock of this machine',
    }),
  },
  {
    codes: /^CERT_NOT_YET_VALID$/,
    say: ({ hostname }) => ({
      found: `TLS: the certificate of ${hostname} is not valid yet`,
      advice: 'check the clock of this machine',
    }),
  },
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    say: ({ hostname }) => ({
      found: `TLS: the certificate is not made out to ${hostname}`,
      advice: 'use the name the certificate carries; a captive portal or proxy may stand between',
    }),
  },
  {
    codes: /SELF_SIGNED|^UNABLE_TO_|^CERT_UNTRUSTED$/,
    say: ({ hostname }) => ({
      found: `TLS: the certificate of ${hostname} is signed by nobody this machine trusts`,
      advice: 'name the authority’s certificate in NODE_EXTRA_CA_CERTS, as for a company proxy',
    }),
  },
  {
    codes: /^(EPROTO|ERR_SSL_\w+|ERR_TLS_\w+|CERT_\w+)$/,
    say: (url) => ({
      found: `TLS: no agreement with ${hostAndPort(url)}`,
      advice: 'if the service speaks plain HTTP there, write http:// instead of https://',
    }),
  },
  {
    codes: /^(ECONNRESET|EPIPE)$/,
    say: (url) => ({
      found: `${hostAndPort(url)} broke the connection off`,
      advice: 'check that the address (http or https, port) is the service’s; then try again',
    }),
  },
];

/** Sentences for a request that got no answer. */
export function explainConnection(url: URL, { code, description }: Broken): Explanation {
  const rule = rules.find(({ codes }) => code !== undefined && codes.test(code));
  if (rule === undefined) {
    return {
      found: `${hostAndPort(url)}: ${description}`,
      advice: 'check address, network and firewall; behind a proxy set HTTPS_PROXY',
    };
  }
  const { found, advice } = rule.say(url);
  return { found: `${found} (${code ?? ''})`, advice };
}

const hostAndPort = ({ host, port, protocol }: URL): string =>
  port === '' ? `${host}:${protocol === 'https:' ? 443 : 80}` : host;
