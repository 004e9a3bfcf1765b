import { seededRandom, shuffled, type Random } from './seeded-random.js';

/** What is killed, always with SIGKILL. */
export const victims = ['worker', 'api', 'temporal', 'postgres'] as const;
export type Victim = (typeof victims)[number];

/** Where in a sync: the name says what has just happened, or is half done. `anywhere`: at a random time. */
export const points = [
  'half-a-page-staged',
  'collected-unanswered',
  'patched-unanswered',
  'before-read-back',
  'before-commit',
  'while-closing',
  'anywhere',
] as const;
export type Point = (typeof points)[number];

export interface RoundPlan {
  /** From 1 on. */
  readonly round: number;
  readonly victim: Victim;
  readonly point: Point;
  /** Decides everything else in the round. */
  readonly random: Random;
}

type Case = Pick<RoundPlan, 'victim' | 'point'>;

/** Every victim and the points that matter most, as far as few rounds can. */
const first: readonly Case[] = [
  { victim: 'worker', point: 'before-read-back' },
  { victim: 'postgres', point: 'before-commit' },
  { victim: 'temporal', point: 'while-closing' },
  { victim: 'worker', point: 'half-a-page-staged' },
  { victim: 'api', point: 'anywhere' },
];

const all: readonly Case[] = victims.flatMap((victim) =>
  points.map((point) => ({ victim, point })),
);

/** The same seed, the same rounds. After the first five, every victim at every point in random order, again and again. */
export function planRounds({
  seed,
  rounds,
}: {
  readonly seed: number;
  readonly rounds: number;
}): readonly RoundPlan[] {
  const random = seededRandom(seed);
  const cases = [...first];
  while (cases.length < rounds) cases.push(...shuffled(random, all));
  return cases
    .slice(0, rounds)
    .map((one, index) => ({ ...one, round: index + 1, random: seededRandom(seed + index + 1) }));
}
