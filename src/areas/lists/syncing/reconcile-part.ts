import type { CallOptions } from '../../../upstream/http/index.js';
import { isTraktKey } from '../item-key.js';
import { diffList, type Learnt, type ListDiff, type Strangers } from '../reconcile/diff.js';
import { judgeRemovals } from '../reconcile/removal-guard.js';
import type { ListSettings, ShownList, WantedItem } from '../reconcile/shown-list.js';
import type { LearntRow } from '../stores/item-store.js';
import type { ListRecord } from '../stores/list-store.js';
import type { PartRecord } from '../stores/part-store.js';
import type { AtTrakt, ListSyncDeps, OfListRun } from './list-access.js';
import { toSettings, type WantedPart } from './prepare-list.js';
import { readPart } from './read-part.js';
import type { Texts } from './working-out.js';
import { writeItems } from './write-items.js';

export interface ReconcilingPart extends OfListRun {
  readonly list: ListRecord;
  readonly texts: Texts;
  readonly part: WantedPart;
  /** What Trakt can show of the whole list, in order. */
  readonly wanted: readonly WantedItem[];
  /** However much goes. */
  readonly allowsRemovals: boolean;
  /** The last look: what Trakt still shows otherwise is not written again, but remembered. */
  readonly isLast: boolean;
}

export type ReconciledPart =
  /** Trakt shows what is wanted. */
  | { readonly kind: 'shown' }
  /** Something was written: to be looked at again after so many ms, when Trakt must show it. */
  | { readonly kind: 'written'; readonly ms: number }
  /** Trakt took everything and shows something else. */
  | { readonly kind: 'differs'; readonly what: readonly ('items' | 'order' | 'texts')[] }
  | { readonly kind: 'asks'; readonly removing: number; readonly shown: number }
  /** Not there, though it was a moment ago; look for it again after so many ms. */
  | { readonly kind: 'gone'; readonly ms: number };

/**
 * One look at a list on Trakt, read to its end, and what follows from it. Safe to repeat: each look finds out anew what is missing, adding
 * what is there and removing what is not changes nothing, and orders and texts are set as a whole.
 */
export async function reconcilePart(
  deps: ListSyncDeps,
  work: ReconcilingPart,
  options: CallOptions,
): Promise<ReconciledPart> {
  const { listId, part } = work;
  const access = await deps.connections.accessOf(work.userId, 'trakt');
  const at = { access, options };
  const kept = (await deps.parts.all(listId)).find((one) => one.part === part.part);
  const shown = await readPart(deps.trakt, part.traktListId, at);
  if (shown === 'gone') return { kind: 'gone', ms: deps.readLagMs };
  const diff = await differ(deps, { work, kept, shown });
  const isShown = isDone(diff);
  const isOver = isShown || work.isLast;
  const keys = shown.items.map(({ key }) => key);
  await deps.runs.saw(work.runId, part.part, { keys, isLast: isOver });
  if (isShown) return { kind: 'shown' };
  if (work.isLast) return { kind: 'differs', what: await giveUp(deps, listId, diff) };
  const guarded = judgeRemovals(diff, keys.length);
  if (guarded.kind === 'ask' && !work.allowsRemovals)
    return { kind: 'asks', removing: guarded.removing, shown: guarded.shown };
  await write(deps, { work, diff }, at);
  return { kind: 'written', ms: deps.readLagMs };
}

const isDone = ({ add, remove, order, settings }: ListDiff): boolean =>
  add.length + remove.length === 0 && order.kind === 'right' && Object.keys(settings).length === 0;

interface Looked {
  readonly work: ReconcilingPart;
  readonly kept: PartRecord | undefined;
  readonly shown: ShownList;
}

async function differ(
  { items, clock }: Pick<ListSyncDeps, 'items' | 'clock'>,
  { work: { list, texts, part, wanted }, kept, shown }: Looked,
): Promise<ListDiff> {
  const learnt = await items.learnt(list.id, clock.now());
  const settings = toSettings(list, { texts, part: part.part, parts: part.parts });
  return diffList({
    wanted: {
      settings,
      items: wanted.slice(part.from, part.to),
    },
    shown: { ...shown, settings: asWeSentIt(shown.settings, kept) },
    learnt: toLearnt(learnt),
    strangers: toStrangers(list, learnt),
  });
}

/** Trakt writes some things (emojis) in its own way: what it showed of our words then stands for them. */
function asWeSentIt(settings: ListSettings, kept: PartRecord | undefined): ListSettings {
  const { sent, shown } = kept?.sentTexts ?? {};
  if (sent === undefined || shown === undefined) return settings;
  return {
    ...settings,
    name: settings.name === shown.name ? sent.name : settings.name,
    description:
      settings.description === shown.description ? sent.description : settings.description,
  };
}

function toLearnt(rows: readonly LearntRow[]): Learnt {
  const isMissed = ({ kind }: LearntRow) => kind === 'not-found' || kind === 'not-shown';
  return {
    merged: new Map(),
    notFound: new Map(rows.filter(isMissed).map(({ key, value }) => [key, value])),
    stayTwice: new Set(rows.filter(({ kind }) => kind === 'stays-twice').map(({ key }) => key)),
  };
}

const toStrangers = ({ strangers }: ListRecord, rows: readonly LearntRow[]): Strangers =>
  strangers === 'remove'
    ? { kind: 'remove' }
    : {
        kind: 'keep',
        ours: new Set(rows.filter(({ kind }) => kind === 'ours').map(({ key }) => key)),
      };

interface Writing {
  readonly work: ReconcilingPart;
  readonly diff: ListDiff;
}

async function write(
  deps: ListSyncDeps,
  { work: { listId, list, part }, diff }: Writing,
  at: AtTrakt,
): Promise<void> {
  const { traktListId } = part;
  const of = { listId, part: part.part };
  // Known before it is so: whoever looks next waits until Trakt must show it.
  await deps.parts.wrote(of, deps.clock.now());
  await writeItems(deps, { listId, traktListId, diff }, at);
  if (diff.order.kind === 'reorder') {
    const order = { listId: traktListId, itemIds: diff.order.rank };
    await deps.trakt.reorderListItems(at.access, order, at.options);
  }
  await writeSettings(deps, { of, list, traktListId, settings: diff.settings }, at);
  await deps.parts.wrote(of, deps.clock.now());
}

interface WritingSettings {
  readonly of: { readonly listId: string; readonly part: number };
  readonly list: ListRecord;
  readonly traktListId: number;
  readonly settings: Partial<ListSettings>;
}

async function writeSettings(
  { trakt, parts, clock }: ListSyncDeps,
  { of, traktListId, settings }: WritingSettings,
  { access, options }: AtTrakt,
): Promise<void> {
  if (Object.keys(settings).length === 0) return;
  const after = await trakt.updateList(access, { ...settings, listId: traktListId }, options);
  const before = (await parts.all(of.listId)).find(({ part }) => part === of.part)?.sentTexts;
  const shown = { name: after.name, description: after.description ?? '' };
  const sent = {
    name: settings.name ?? (before?.shown.name === shown.name ? before.sent.name : shown.name),
    description:
      settings.description ??
      (before?.shown.description === shown.description
        ? before.sent.description
        : shown.description),
  };
  await parts.wrote(of, clock.now(), { sent, shown });
}

/** What Trakt took and does not show is not sent again until a person asks, or for two weeks. */
async function giveUp(
  { items, clock }: Pick<ListSyncDeps, 'items' | 'clock'>,
  listId: string,
  { add, remove, twice, order, settings }: ListDiff,
): Promise<readonly ('items' | 'order' | 'texts')[]> {
  const again = new Set(twice);
  const rows: LearntRow[] = [
    ...add
      .filter(({ key }) => !again.has(key))
      .map(({ key, fingerprint }) => ({ kind: 'not-shown' as const, key, value: fingerprint })),
    ...twice.map((key) => ({ kind: 'stays-twice' as const, key, value: '' })),
  ];
  await items.learn(listId, rows, clock.now());
  const isLeft = remove.filter(isTraktKey).some((key) => !again.has(key));
  return [
    ...(rows.length > 0 || isLeft ? (['items'] as const) : []),
    ...(order.kind === 'right' ? [] : (['order'] as const)),
    ...(Object.keys(settings).length === 0 ? [] : (['texts'] as const)),
  ];
}
