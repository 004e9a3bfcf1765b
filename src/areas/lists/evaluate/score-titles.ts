import type { KnownTitle } from '../known-title.js';
import { termNameOf, type Rule, type Term } from '../rules/rule.js';
import { timeOf } from './dated-facts.js';
import { ownRating } from './own-rating.js';
import { learnTags } from './tag-affinity.js';

/** What one term gives to one item. */
export interface TermShare {
  readonly name: string;
  readonly term: Term['term'];
  /** 0 to 1, before it is weighed; null: not known, which gives nothing. */
  readonly value: number | null;
  /** Of the score, with two decimals. */
  readonly share: number;
}

export interface Scoring {
  /** The sum of the shares, exactly: −100 to 100, with two decimals. Null where the rule has no terms. */
  readonly scoreOf: (title: KnownTitle) => number | null;
  /** How it comes about; asked for what is listed alone. */
  readonly termsOf: (title: KnownTitle) => readonly TermShare[];
}

interface Known {
  readonly titles: readonly KnownTitle[];
  readonly now: Date;
}

/** The score of titles; what can be worked out beforehand is, once for all. */
export function createScoring({ score }: Rule, known: Known): Scoring {
  const whole = score.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
  const terms = score.map((term) => ({
    name: termNameOf(term),
    term: term.term,
    hundredths: (term.weight / whole) * 10_000,
    valueOf: toValue(term, known),
  }));
  return {
    scoreOf: (title) => {
      if (terms.length === 0) return null;
      let sum = 0;
      for (const { hundredths, valueOf } of terms) sum += toShare(valueOf(title), hundredths);
      return sum / 100;
    },
    termsOf: (title) =>
      terms.map(({ name, term, hundredths, valueOf }) => {
        const value = valueOf(title);
        return { name, term, value, share: toShare(value, hundredths) / 100 };
      }),
  };
}

/** Whole hundredths, so that shares add up. Adding 0 makes 0 of −0. */
const toShare = (value: number | null, whole: number): number =>
  Math.round((value ?? 0) * whole) + 0;

type Value = (title: KnownTitle) => number | null;

const dayMs = 86_400_000;

function toValue(term: Term, { titles, now }: Known): Value {
  switch (term.term) {
    case 'own-rating':
      return (title) =>
        scaled(ownRating(title, term.side)?.rating ?? null, (rating) => (rating - 1) / 9);
    case 'bangumi-score':
      return ({ score }) => scaled(score, (points) => points / 10);
    case 'recency': {
      const halfLife = term.half_life_days * dayMs;
      const readTime = timeOf[term.of];
      return (title) =>
        scaled(readTime(title), (time) => 2 ** -(Math.max(now.getTime() - time, 0) / halfLife));
    }
    case 'tag-affinity':
      return learnTags(titles);
    case 'popularity':
      return ({ collectors }) => scaled(collectors, (count) => Math.log10(1 + count) / mostPopular);
  }
}

/** 100,000 people and more count as everybody: a fixed scale, so that a title's score does not move with its neighbours. */
const mostPopular = 5;

const scaled = (of: number | null, scale: (value: number) => number): number | null =>
  of === null ? null : Math.min(Math.max(scale(of), 0), 1);
