import type { CallOptions } from '../../../upstream/http/index.js';
import type { TraktList, TraktListItem } from '../../../upstream/trakt/index.js';
import { traktKey } from '../item-key.js';
import { privacies } from '../reconcile/shown-list.js';
import { bounds } from '../rules/bounds.js';
import { toItemSources } from '../rules/named-in-rule.js';
import { ruleVersion, type Rule } from '../rules/rule.js';
import type { ListRecord } from '../stores/list-store.js';
import type { ListedTitleRow, ListedTitleStore } from '../stores/listed-title-store.js';
import { markerOf, ownTextOf, toDescription } from '../titles/marker.js';
import { asTemplate } from '../titles/as-template.js';
import type { AtTrakt, ListSyncDeps } from './list-access.js';
import { keyOf } from './prepare-list.js';

export interface TakeOverDeps extends ListSyncDeps {
  readonly listedTitles: ListedTitleStore;
}

/**
 * Takes over what a list of the person's on Trakt holds, in its order, as items named one by one; adopted, that list becomes ours, which
 * its description says from then on. Safe to repeat: what was taken over is not read again.
 */
export async function takeOver(
  deps: TakeOverDeps,
  { userId, list }: { readonly userId: string; readonly list: ListRecord },
  options: CallOptions,
): Promise<void> {
  const { trakt, lists, listedTitles, clock } = deps;
  const { importsFrom: traktListId } = list;
  if (traktListId === null) return;
  const access = await deps.connections.accessOf(userId, 'trakt');
  const from = await trakt.readList(access, traktListId, options);
  const { items } = await trakt.readListItems(access, traktListId, options);
  await listedTitles.keep(items.map(toTitle), clock.now());
  const name = list.name === '' ? asTemplate(from.name) : list.name;
  const description =
    list.description === '' ? asTemplate(ownTextOf(from.description)) : list.description;
  const taken = { name, description, rule: toRule(items) };
  if (list.importAdopts) await adopt(deps, { list, from }, { access, options });
  await lists.tookOver(list.id, list.importAdopts ? { ...taken, ...toSettings(from) } : taken);
}

interface Adopting {
  readonly list: ListRecord;
  readonly from: TraktList;
}

/** Said on Trakt before anything is worked out by which it could be changed. */
async function adopt(
  { trakt, parts, clock }: TakeOverDeps,
  { list, from }: Adopting,
  { access, options }: AtTrakt,
): Promise<void> {
  const of = { listId: list.id, part: 1 };
  const { trakt: traktListId, slug } = from.ids;
  const description = toDescription(ownTextOf(from.description), markerOf(list.id));
  await trakt.updateList(access, { listId: traktListId, description }, options);
  await parts.link(of, { traktListId, slug }, clock.now());
  await parts.wrote(of, clock.now());
}

const toSettings = ({ privacy, displayNumbers, allowComments }: TraktList) => ({
  privacy: privacies.find((one) => one === privacy) ?? 'private',
  displayNumbers,
  allowComments,
});

function toRule(items: readonly TraktListItem[]): Rule {
  const keys = items.map(keyOf).slice(0, bounds.items * bounds.sources);
  return {
    version: ruleVersion,
    sources: keys.length === 0 ? [{ from: 'items', items: [] }] : toItemSources(keys),
    filters: [],
    score: [],
    sort: [{ by: 'given', order: 'asc' }],
    limit: null,
    unit: 'as-is',
    pins: [],
    exclude: [],
  };
}

function toTitle(row: TraktListItem): ListedTitleRow {
  const key = keyOf(row);
  switch (row.type) {
    case 'movie':
      return {
        key,
        name: row.movie.title,
        year: row.movie.year,
        show: null,
        seasonNumber: null,
      };
    case 'show':
      return {
        key,
        name: row.show.title,
        year: row.show.year,
        show: null,
        seasonNumber: null,
      };
    case 'season':
      return {
        ...ofShow(row),
        name: `${row.show.title} S${row.season.number}`,
        seasonNumber: row.season.number,
      };
    case 'episode':
      return {
        ...ofShow(row),
        name: `${row.show.title} S${row.episode.season}E${row.episode.number}`,
        seasonNumber: row.episode.season,
      };
  }
}

const ofShow = (row: Extract<TraktListItem, { type: 'season' | 'episode' }>) => ({
  key: keyOf(row),
  year: row.show.year,
  show: traktKey('show', row.show.ids.trakt),
});
