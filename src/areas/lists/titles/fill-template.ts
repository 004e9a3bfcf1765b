import type { Language } from '../../history/index.js';
import { seasonBy, seasonOf } from '../anime-season.js';
import { localIso, type Moment } from '../moment.js';
import { fitText } from './fit-text.js';
import { templateWords } from './template-words.js';
import type { Template, TemplateField } from './template.js';

export interface TemplateFacts extends Moment {
  readonly language: Language;
  /** Items of the list. */
  readonly count: number;
  /** When its items last changed: a time that moved at every look would cost a write each time. */
  readonly updatedAt: Date;
}

/** The text as of now, no longer than `longest`; blanks at its ends are nothing. */
export function fillTemplate(template: Template, facts: TemplateFacts, longest: number): string {
  const values = valuesOf(facts);
  const filled = template
    .map((part) => (part.kind === 'text' ? part.text : values[part.field]))
    .join('');
  return fitText(filled.trim(), longest);
}

function valuesOf(facts: TemplateFacts): Readonly<Record<TemplateField, string>> {
  const words = templateWords[facts.language];
  const day = localIso(facts).slice(0, 10);
  const [year = 0, month = 0, dayOfMonth = 0] = day.split('-').map(Number);
  return {
    season: words.season(seasonOf(day)),
    season_name: words.seasonName[seasonOf(day).name],
    next_season: words.season(seasonBy(day, 1)),
    previous_season: words.season(seasonBy(day, -1)),
    year: String(year),
    month: words.month(month),
    date: words.date(year, month, dayOfMonth),
    updated: localIso({ now: facts.updatedAt, timeZone: facts.timeZone }).replace('T', ' '),
    count: String(facts.count),
  };
}
