import fc from 'fast-check';
import type { LibrarySettings } from '../../../src/areas/history/index.js';
import { titles } from './titles.js';

/** `which` picks among the plays there are, by remainder; `title` is a place in the list, `number` an episode by remainder. */
export type OnTrakt =
  | { readonly kind: 'add'; readonly title: number; readonly number: number; readonly day: number }
  /** Every episode of a title, so many times. */
  | { readonly kind: 'binge'; readonly title: number; readonly times: number; readonly day: number }
  | { readonly kind: 'remove'; readonly which: number }
  | { readonly kind: 'bring-back'; readonly which: number }
  | { readonly kind: 'edit'; readonly which: number; readonly day: number };

/** Of a film both are the film. */
export type Listed = 'title' | 'season';

/** What the person does on Trakt besides watching. */
export type InLibrary =
  | {
      readonly kind: 'rate';
      readonly title: number;
      readonly of: Listed;
      /** Null takes it back. */
      readonly rating: number | null;
      /** Given after whatever is said on Bangumi, else before. */
      readonly isLater: boolean;
    }
  | { readonly kind: 'list'; readonly title: number; readonly of: Listed; readonly isOn: boolean }
  | {
      readonly kind: 'own';
      readonly title: number;
      readonly number: number;
      readonly isOn: boolean;
    };

/** What the person does on Bangumi themselves. */
export type OwnWord =
  | {
      readonly kind: 'mark';
      readonly title: number;
      readonly number: number;
      /** 0 takes the mark away. */
      readonly type: 0 | 1 | 2 | 3;
    }
  | {
      readonly kind: 'collect';
      readonly title: number;
      readonly type: 1 | 2 | 3 | 4 | 5;
      readonly private: boolean;
      readonly rate: number;
      readonly comment: string;
      readonly tags: readonly string[];
    }
  | { readonly kind: 'rate-there'; readonly title: number; readonly rate: number }
  | { readonly kind: 'uncollect'; readonly title: number };

/** What Bangumi's editors do; titles to which it cannot be done are left as they are. */
export interface InWiki {
  readonly kind: 'list-rows' | 'merge' | 'delete';
}

/** Settings as a story changes them. */
export interface Kinds extends LibrarySettings {
  readonly episodes: boolean;
  readonly movies: boolean;
  readonly privateCollections: boolean;
  /** What becomes of marks whose plays are gone. */
  readonly removals: 'keep' | 'unmark';
}
type ChangedKinds = { readonly [Kind in keyof Kinds]?: Kinds[Kind] | undefined };

export interface OfSettings {
  readonly kind: 'settings';
  readonly change: ChangedKinds;
}

/** Something that happens while nobody syncs, or in the middle of it. */
export type Change = OnTrakt | InLibrary | OwnWord | InWiki | OfSettings;

/** A collection about which nothing else is said. */
export const plainly = { private: false, comment: '', tags: [] } as const;

export const number = fc.nat({ max: 4 });
const title = fc.nat({ max: titles.length - 1 });
/** Often one of a few, so that there is much to say of it. */
export const dearTitle = fc.oneof(
  { arbitrary: fc.constantFrom(0, 5, 8), weight: 4 },
  { arbitrary: title, weight: 1 },
);
const day = fc.nat({ max: 60 });
const rate = fc.integer({ min: 1, max: 10 });
const which = fc.nat({ max: 50 });

export const add = fc.record({ kind: fc.constant('add' as const), title: dearTitle, number, day });

const onTrakt: fc.Arbitrary<OnTrakt> = fc.oneof(
  { arbitrary: add, weight: 7 },
  {
    arbitrary: fc.record({
      kind: fc.constant('binge' as const),
      title,
      times: fc.integer({ min: 1, max: 3 }),
      day,
    }),
    weight: 1,
  },
  { arbitrary: fc.record({ kind: fc.constant('remove' as const), which }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('bring-back' as const), which }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('edit' as const), which, day }), weight: 1 },
);

const ownWord: fc.Arbitrary<OwnWord> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('mark' as const),
      title: dearTitle,
      number,
      type: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
    }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('collect' as const),
      title: dearTitle,
      type: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const),
      private: fc.boolean(),
      rate: fc.nat({ max: 10 }),
      comment: fc.constantFrom('', 'mine'),
      tags: fc.subarray(['a', 'b']),
    }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('rate-there' as const),
      title: dearTitle,
      rate: fc.nat({ max: 10 }),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({ kind: fc.constant('uncollect' as const), title: dearTitle }),
    weight: 1,
  },
);

const of = fc.constantFrom('title' as const, 'title' as const, 'season' as const);
const isOn = fc.constantFrom(true, true, false);
const inLibrary: fc.Arbitrary<InLibrary> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('rate' as const),
      title: dearTitle,
      of,
      rating: fc.option(rate, { freq: 5 }),
      isLater: fc.boolean(),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({ kind: fc.constant('list' as const), title: dearTitle, of, isOn }),
    weight: 2,
  },
  {
    arbitrary: fc.record({ kind: fc.constant('own' as const), title: dearTitle, number, isOn }),
    weight: 2,
  },
);

const inWiki: fc.Arbitrary<InWiki> = fc.record({
  kind: fc.constantFrom(
    'list-rows' as const,
    'list-rows' as const,
    'merge' as const,
    'delete' as const,
  ),
});

const some = <T>(...values: readonly T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined });
const library = {
  ratings: fc.constantFrom(true, true, true, true, true, false),
  ratingPolicy: fc.constantFrom('fill' as const, 'overwrite' as const, 'newest' as const),
  showRatings: fc.constantFrom('one-subject' as const, 'every-subject' as const),
  watchlistState: fc.constantFrom('wish' as const, 'wish' as const, 'none' as const),
  collectionState: fc.constantFrom('wish' as const, 'doing' as const, 'none' as const),
  watchedState: fc.constantFrom('done' as const, 'done' as const, 'none' as const),
  statesOverOwn: fc.constantFrom(false, false, true),
};
const ofSettings: fc.Arbitrary<OfSettings> = fc.record({
  kind: fc.constant('settings' as const),
  change: fc.oneof(
    fc.record({
      episodes: some(true, false),
      movies: some(true, false),
      privateCollections: some(true, false),
      removals: some('keep' as const, 'unmark' as const, 'unmark' as const),
    }),
    fc.record(library, { requiredKeys: [] }),
  ),
});

/** What a person wants carried over besides plays. */
export const carried: fc.Arbitrary<OfSettings> = fc.record({
  kind: fc.constant('settings' as const),
  change: fc.record(library),
});

export const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: onTrakt, weight: 10 },
  { arbitrary: inLibrary, weight: 10 },
  { arbitrary: ownWord, weight: 5 },
  { arbitrary: inWiki, weight: 1 },
  { arbitrary: ofSettings, weight: 2 },
);

/** Something watched and rated on Trakt that the person had collected on Bangumi, mostly with a rate of their own. */
export const dispute: fc.Arbitrary<readonly Change[]> = fc
  .record({
    title: dearTitle,
    own: fc.oneof(rate, fc.constant(0)),
    rating: rate,
    isLater: fc.boolean(),
  })
  .map(({ title, own, rating, isLater }) => [
    { kind: 'add', title, number: 0, day: 1 },
    { ...plainly, kind: 'collect', title, type: 3, rate: own },
    { kind: 'rate', title, of: 'season', rating, isLater },
  ]);

/** Another rating of a title. */
export const newRating: fc.Arbitrary<InLibrary> = fc
  .record({ title: dearTitle, rating: rate, isLater: fc.boolean() })
  .map((said) => ({ kind: 'rate', of: 'season', ...said }));
