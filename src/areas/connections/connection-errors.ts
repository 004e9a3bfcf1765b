import type { UpstreamService } from '../../upstream/http/index.js';

const nameOf: Record<UpstreamService, string> = { trakt: 'Trakt', bangumi: 'Bangumi' };

/** The person has not connected this service. */
export class ConnectionMissingError extends Error {
  override readonly name = 'ConnectionMissingError';
  constructor(readonly service: UpstreamService) {
    super(`${nameOf[service]} is not connected; connect it and the next run goes on.`);
  }
}

/** The service refused the stored token; asking again cannot help. */
export class NeedsReauthError extends Error {
  override readonly name = 'NeedsReauthError';
  constructor(readonly service: UpstreamService) {
    super(`${nameOf[service]} no longer accepts the stored token; connect the account again.`);
  }
}
