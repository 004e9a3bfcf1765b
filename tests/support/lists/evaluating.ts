import {
  evaluateRule,
  type ItemKey,
  type KnownTitle,
  type ListFacts,
  type Rule,
} from '../../../src/areas/lists/index.js';
import { aKnownTitle, aRule, someFacts } from './builders.js';

/** Half past midnight of December 1 in Shanghai. */
export const moment = { now: new Date('2026-11-30T16:30:00Z'), timeZone: 'Asia/Shanghai' };

export const evaluated = (rule: Rule, facts: ListFacts) => evaluateRule(rule, facts, moment);

export const keysOf = (rule: Rule, facts: ListFacts): readonly ItemKey[] =>
  evaluated(rule, facts).items.map(({ key }) => key);

/** Collected films, with ids in the order given. */
export const films = (...facts: readonly Partial<KnownTitle>[]): ListFacts =>
  someFacts(
    ...facts.map((one, at) => aKnownTitle({ key: `movie:${at + 1}`, state: 'done', ...one })),
  );

/** The ids of the films that the condition lets pass. */
export const passing = (
  filter: unknown,
  ...facts: readonly Partial<KnownTitle>[]
): readonly number[] =>
  keysOf(aRule({ filters: [filter] }), films(...facts)).map((key) => Number(key.split(':')[1]));

export const on = (day: string) => new Date(`${day}T12:00:00Z`);
