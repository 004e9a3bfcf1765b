import type { Language } from '../../history/index.js';
import type { AnimeSeason, SeasonName } from '../anime-season.js';

/** What a template's values are called and how they are written, in one language. */
export interface TemplateWords {
  readonly seasonName: Readonly<Record<SeasonName, string>>;
  readonly season: (season: AnimeSeason) => string;
  /** From 1. */
  readonly month: (month: number) => string;
  readonly date: (year: number, month: number, day: number) => string;
}

const english = {
  seasons: { winter: 'Winter', spring: 'Spring', summer: 'Summer', fall: 'Fall' },
  months: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
} as const;
const englishMonth = (month: number): string => english.months[month - 1] ?? String(month);

const chineseSeasons = { winter: '冬季', spring: '春季', summer: '夏季', fall: '秋季' } as const;

export const templateWords: Readonly<Record<Language, TemplateWords>> = {
  en: {
    seasonName: english.seasons,
    season: ({ year, name }) => `${english.seasons[name]} ${year}`,
    month: englishMonth,
    date: (year, month, day) => `${englishMonth(month)} ${day}, ${year}`,
  },
  'zh-CN': {
    seasonName: chineseSeasons,
    season: ({ year, name }) => `${year}年${chineseSeasons[name]}`,
    month: (month) => `${month}月`,
    date: (year, month, day) => `${year}年${month}月${day}日`,
  },
};
