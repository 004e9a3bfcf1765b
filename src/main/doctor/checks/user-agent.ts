import { fault, ok, skippedFor, warning, type Check } from '../check.js';

/** Answered with 403 by Bangumi (Bangumi API notes, base facts). */
const blockedWhole: readonly string[] = ['undici', 'database', 'node-fetch'];
const blockedBeginnings: readonly string[] = [
  'axios/',
  'node-fetch/',
  'Go-http-client/',
  'okhttp/',
  'python-requests/',
  'Java/',
  'go-resty/',
  'Faraday v',
  'Apache-HttpClient/',
];

const isBlocked = (userAgent: string) =>
  blockedWhole.includes(userAgent) ||
  blockedBeginnings.some((start) => userAgent.startsWith(start));

const hasContact = (userAgent: string) => /https?:\/\/\S+|[^\s@]+@[^\s@]+\.[^\s@]+/.test(userAgent);

export const userAgentCheck: Check = {
  name: 'user-agent',
  run: (context) => {
    const { userAgents, config } = context;
    const { userAgent, userAgentContact } = config.upstream;
    const refused = skippedFor(context, 'USER_AGENT', 'USER_AGENT_CONTACT');
    if (refused !== undefined) return refused;
    const both = Object.values(userAgents);
    if (both.some((text) => /[^\x20-\x7e]/.test(text))) {
      return fault(
        'the User-Agent holds characters a header must not have',
        'write USER_AGENT and USER_AGENT_CONTACT in plain ASCII',
      );
    }
    if (both.some(isBlocked)) {
      return fault(
        `Bangumi answers 403 to the User-Agent "${userAgents.bangumi}"`,
        'unset USER_AGENT, or write name/version (address to reach you)',
      );
    }
    const found = `"${userAgents.bangumi}"`;
    if (userAgent === undefined && userAgentContact === undefined) {
      return warning(
        `${found} names the project, not you`,
        'set USER_AGENT_CONTACT to an address or mail by which the services can reach you',
      );
    }
    if (both.every(hasContact)) return ok(found);
    return warning(
      `${found} names no way to reach you`,
      'put an address or mail into it, as Trakt and Bangumi ask',
    );
  },
};
