import type { ScenarioTraktUser } from '../../scenario.js';
import { Refusal } from '../../server/exchange.js';

export interface AccountListLimits {
  readonly lists: number;
  readonly itemsPerList: number;
  /** Over all lists; settings do not tell it. */
  readonly itemsInAll: number;
}

const ofFree: AccountListLimits = { lists: 5, itemsPerList: 250, itemsInAll: 1_000 };
const ofVip: AccountListLimits = { lists: 100, itemsPerList: 5_000, itemsInAll: 100_000 };

/** Trakt API notes §12, unless the scenario has others. */
export function listLimitsOf({ vip, list_limits: own }: ScenarioTraktUser): AccountListLimits {
  const usual = vip ? ofVip : ofFree;
  return {
    lists: own?.count ?? usual.lists,
    itemsPerList: own?.item_count ?? usual.itemsPerList,
    itemsInAll: usual.itemsInAll,
  };
}

const upgradeUrl = 'https://app.trakt.example/vip';

/** Without a body; the headers are those of the older notes (Trakt API notes §2.3). */
export const overLimit = ({ vip }: ScenarioTraktUser, allowed: number): Refusal =>
  new Refusal({
    status: 420,
    headers: {
      'x-upgrade-url': upgradeUrl,
      'x-vip-user': String(vip),
      'x-account-limit': String(allowed),
    },
  });

export const vipOnly = (): Refusal =>
  new Refusal({ status: 426, headers: { 'x-upgrade-url': upgradeUrl } });
