import fc from 'fast-check';
import { titles } from './titles.js';

/** `which` picks among the plays there are, by remainder; `title` is a place in the list, `number` an episode by remainder. */
export type OnTrakt =
  | { readonly kind: 'add'; readonly title: number; readonly number: number; readonly day: number }
  /** Every episode of a title, so many times. */
  | { readonly kind: 'binge'; readonly title: number; readonly times: number; readonly day: number }
  | { readonly kind: 'remove'; readonly which: number }
  | { readonly kind: 'bring-back'; readonly which: number }
  | { readonly kind: 'edit'; readonly which: number; readonly day: number };

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
  | { readonly kind: 'uncollect'; readonly title: number };

/** What Bangumi's editors do; titles to which it cannot be done are left as they are. */
export interface InWiki {
  readonly kind: 'list-rows' | 'merge' | 'delete';
}

export interface OfSettings {
  readonly kind: 'settings';
  readonly change: {
    readonly episodes?: boolean | undefined;
    readonly movies?: boolean | undefined;
    readonly privateCollections?: boolean | undefined;
    readonly removals?: 'keep' | 'unmark' | undefined;
  };
}

/** Something that happens while nobody syncs, or in the middle of it. */
export type Change = OnTrakt | OwnWord | InWiki | OfSettings;

export const number = fc.nat({ max: 4 });
export const title = fc.nat({ max: titles.length - 1 });
const day = fc.nat({ max: 60 });
const which = fc.nat({ max: 50 });

export const add = fc.record({ kind: fc.constant('add' as const), title, number, day });

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
      title,
      number,
      type: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
    }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('collect' as const),
      title,
      type: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const),
      private: fc.boolean(),
      rate: fc.nat({ max: 10 }),
      comment: fc.constantFrom('', 'mine'),
      tags: fc.subarray(['a', 'b']),
    }),
    weight: 3,
  },
  { arbitrary: fc.record({ kind: fc.constant('uncollect' as const), title }), weight: 1 },
);

const inWiki: fc.Arbitrary<InWiki> = fc.record({
  kind: fc.constantFrom(
    'list-rows' as const,
    'list-rows' as const,
    'merge' as const,
    'delete' as const,
  ),
});

const someOf = fc.option(fc.boolean(), { nil: undefined });
const ofSettings: fc.Arbitrary<OfSettings> = fc.record({
  kind: fc.constant('settings' as const),
  change: fc.record({
    episodes: someOf,
    movies: someOf,
    privateCollections: someOf,
    removals: fc.option(fc.constantFrom('keep' as const, 'unmark' as const, 'unmark' as const), {
      nil: undefined,
    }),
  }),
});

export const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: onTrakt, weight: 10 },
  { arbitrary: ownWord, weight: 5 },
  { arbitrary: inWiki, weight: 1 },
  { arbitrary: ofSettings, weight: 2 },
);
