import type { Language } from '../../../areas/history/index.js';
import { namedLists, type ListView, type Rule } from '../../../areas/lists/index.js';
import { toListBody, type ListBody } from '../../contract/lists/list.js';
import type { Wording } from '../../contract/lists/list-item.js';
import { nextRunOf } from '../../contract/schedule.js';
import { toETag } from '../../contract/config.js';
import { Problem } from '../../problem.js';
import type { ApiContext } from '../../route.js';

export const tags = ['Lists'];
export const path = '/api/v1/lists';
export const onePath = `${path}/{id}`;

/** One of the person's, also one that was deleted. Throws `not-found`. */
export async function findList(
  userId: string,
  id: string,
  { lists }: Pick<ApiContext, 'lists'>,
): Promise<ListView> {
  const list = await lists.find(userId, id);
  if (list !== undefined) return list;
  throw new Problem('not-found', `No list of yours has the id ${JSON.stringify(id)}.`);
}

/** Throws `not-found` also for one that was deleted. */
export async function findLiveList(
  userId: string,
  id: string,
  context: Pick<ApiContext, 'lists'>,
): Promise<ListView> {
  const list = await findList(userId, id, context);
  if (list.deletedAt === null) return list;
  throw new Problem('not-found', `The list ${JSON.stringify(id)} was deleted.`);
}

/** Lists as they are shown, with when they are next brought to Trakt. */
export async function toBodies(
  userId: string,
  lists: readonly ListView[],
  { settings, schedules, clock }: Pick<ApiContext, 'settings' | 'schedules' | 'clock'>,
): Promise<readonly ListBody[]> {
  if (lists.length === 0) return [];
  const timeZone = await settings.timeZoneOf(userId);
  const owner = { kind: 'lists', userId, now: clock.now() } as const;
  const nextRunAt = nextRunOf({ timing: schedules.listsTiming, timeZone }, owner);
  return lists.map((list) => toListBody(list, nextRunAt));
}

export async function toBody(list: ListView, context: ApiContext): Promise<ListBody> {
  const [body] = await toBodies(list.userId, [list], context);
  return body ?? toListBody(list, null);
}

export const versioned = (list: ListBody) => ({
  headers: { etag: toETag(list.version) },
  body: list,
});

/** What it takes to say why items are in a list of that rule. */
export async function wordingOf(
  { userId, rule }: { readonly userId: string; readonly rule: Rule },
  language: Language,
  { lists }: Pick<ApiContext, 'lists'>,
): Promise<Wording> {
  const below = await Promise.all(namedLists(rule).map(({ id }) => lists.find(userId, id)));
  const names = below.flatMap((list) =>
    list === undefined ? [] : [[list.id, list.title ?? list.name] as const],
  );
  return { rule, language, listNames: new Map(names) };
}
