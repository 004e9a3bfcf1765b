import type { BangumiClient } from '../../upstream/bangumi/index.js';
import type { Access, UpstreamService } from '../../upstream/http/index.js';
import type { TraktClient } from '../../upstream/trakt/index.js';
import type { Account } from './connection.js';

/** Whose token it is, by one request. Throws UpstreamError. */
export type Identify = Readonly<Record<UpstreamService, (access: Access) => Promise<Account>>>;

export interface IdentifyDeps {
  readonly trakt: Pick<TraktClient, 'readSettings'>;
  readonly bangumi: Pick<BangumiClient, 'readMe'>;
}

export const createIdentify = ({ trakt, bangumi }: IdentifyDeps): Identify => ({
  async trakt(access) {
    const { uuid, slug, username } = await trakt.readSettings(access);
    return { key: uuid ?? slug, name: username };
  },
  async bangumi(access) {
    const { id, username } = await bangumi.readMe(access);
    return { key: String(id), name: username };
  },
});
