import fc from 'fast-check';
import type { RunMode } from '../../../src/areas/history/index.js';
import type { Fault } from '../../../src/simulators/server/fault-control.js';
import {
  add,
  carried,
  change,
  dearTitle,
  dispute,
  newRating,
  number,
  type Change,
  type OfSettings,
} from './change.js';

export interface Trouble {
  readonly service: 'trakt' | 'bangumi';
  readonly method?: string | undefined;
  readonly after: number;
  readonly times: number;
  readonly fault: Fault;
}

/** A run amid trouble. */
export interface TroubledRun {
  readonly mode: RunMode;
  /** Of an undo: which of the runs before, by remainder. */
  readonly which: number;
  /** Trakt's largest page. */
  readonly clamp: number | null;
  /** Steps of the process from one death to the next. */
  readonly deaths: readonly number[];
  /** A death takes the run with it; else its activity is taken up again. */
  readonly losesRun: boolean;
  /** Begins its history anew after the first subjects. */
  readonly goesOn: boolean;
  /** How much each activity does at once. */
  readonly atOnce: number;
  readonly troubles: readonly Trouble[];
  /** Changes while it runs, by steps from its beginning. */
  readonly meanwhile: readonly { readonly step: number; readonly change: Change }[];
}

export interface Chapter {
  readonly before: readonly Change[];
  readonly runs: readonly TroubledRun[];
}

/** What stands on Bangumi before the first run: a collection of that type, and marks by episode number. */
export interface Given {
  readonly title: number;
  readonly type: 1 | 2 | 3 | 4 | 5;
  readonly rate: number;
  readonly marks: readonly { readonly number: number; readonly type: 1 | 2 | 3 }[];
}

export interface Story {
  /** Plays of one film beyond what anybody watches: more than the largest page holds. */
  readonly manyPlays: number;
  readonly given: readonly Given[];
  /** What is to be carried over besides plays from the beginning. */
  readonly carries: OfSettings | null;
  /** What Trakt and the person's own word on Bangumi say otherwise from the beginning. */
  readonly disputes: readonly Change[];
  readonly chapters: readonly Chapter[];
  /** Changes before a run that is undone and done again; null: it ends without. */
  readonly ending: readonly Change[] | null;
}

const page = '<!DOCTYPE html><html><title>Bad gateway</title></html>';
const fault: fc.Arbitrary<Fault> = fc.constantFrom<Fault>(
  { kind: 'status', status: 500, body: { message: 'oops' } },
  { kind: 'status', status: 503, body: page },
  { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
  { kind: 'html-200' },
  { kind: 'torn-json' },
  { kind: 'torn-json', cutConnection: true },
  { kind: 'time-out', afterApplying: true },
  { kind: 'time-out', afterApplying: false },
  { kind: 'reset' },
  { kind: 'reset', afterApplying: true },
);
const refusal: Fault = {
  kind: 'status',
  status: 400,
  body: { title: 'Bad Request', description: 'wrong value', request_id: '1' },
};
const counts = { after: fc.nat({ max: 6 }), times: fc.integer({ min: 1, max: 3 }) };
const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({ service: fc.constantFrom('trakt' as const, 'bangumi' as const), fault, ...counts }),
  fc.record({
    service: fc.constant('bangumi' as const),
    method: fc.constantFrom('POST', 'PATCH'),
    fault,
    ...counts,
  }),
  fc.record({
    service: fc.constant('bangumi' as const),
    method: fc.constant('PATCH'),
    fault: fc.constant(refusal),
    ...counts,
  }),
);

const run: fc.Arbitrary<TroubledRun> = fc.record({
  mode: fc.constantFrom(
    'normal' as const,
    'normal' as const,
    'normal' as const,
    'full' as const,
    'full' as const,
    'undo' as const,
  ),
  which: fc.nat({ max: 9 }),
  clamp: fc.constantFrom(null, 2, 3, 5),
  deaths: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 3 }),
  losesRun: fc.boolean(),
  goesOn: fc.boolean(),
  atOnce: fc.constantFrom(2, 3, 1000),
  troubles: fc.array(trouble, { maxLength: 4 }),
  meanwhile: fc.array(
    fc.record({
      step: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 160 })),
      change,
    }),
    { maxLength: 3 },
  ),
});

const given: fc.Arbitrary<Given> = fc.record({
  title: dearTitle,
  type: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const),
  rate: fc.constantFrom(0, 0, 0, 4, 9),
  marks: fc.uniqueArray(
    fc.record({ number, type: fc.constantFrom(1 as const, 2 as const, 3 as const) }),
    { maxLength: 3, selector: (mark) => mark.number },
  ),
});

const happenings = fc
  .array(
    fc.oneof(
      { arbitrary: change.map((one) => [one]), weight: 7 },
      { arbitrary: dispute, weight: 1 },
      { arbitrary: newRating.map((one) => [one]), weight: 1 },
    ),
    { maxLength: 8 },
  )
  .map((many) => many.flat());

export const story: fc.Arbitrary<Story> = fc.record({
  manyPlays: fc.oneof(
    { arbitrary: fc.constant(0), weight: 19 },
    { arbitrary: fc.constant(260), weight: 1 },
  ),
  given: fc.uniqueArray(given, { maxLength: 4, selector: (one) => one.title }),
  carries: fc.option(carried, { freq: 3 }),
  disputes: fc.array(dispute, { minLength: 1, maxLength: 3 }).map((many) => many.flat()),
  chapters: fc.array(
    fc.record({
      before: fc.oneof(happenings, fc.array(add, { minLength: 8, maxLength: 20 })),
      runs: fc.array(run, { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  ending: fc.option(fc.array(change, { minLength: 1, maxLength: 8 }), { freq: 1 }),
});
