import { events, type NotificationEvent } from '../events.js';
import { en } from './en.js';
import type { Locale, Template, Templates } from './templates.js';
import { zhCn } from './zh-cn.js';

export const templatesOf: Readonly<Record<Locale, Templates>> = { en, 'zh-CN': zhCn };

export type Facts = Readonly<Record<string, string | number>>;

export interface Rendered extends Template {
  /** Relative to PUBLIC_URL. */
  readonly link: string;
}

/** An event in a person's language. */
export function render(event: NotificationEvent, facts: Facts, locale: Locale): Rendered {
  const templates = templatesOf[locale];
  const { title, body, advice } = templates.events[event];
  const say = (text: string) => fill(text, (name) => toWords(facts[name], templates));
  return {
    title: say(title),
    body: say(body),
    advice: say(advice),
    link: fill(events[event].link, (name) => encodeURIComponent(String(facts[name] ?? ''))),
  };
}

const fill = (text: string, toText: (name: string) => string): string =>
  text.replace(/\{(\w+)\}/g, (_match, name: string) => toText(name));

function toWords(fact: string | number | undefined, { words }: Templates): string {
  if (fact === undefined) return '';
  if (typeof fact === 'number') return String(fact);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(fact)) return toMinute(new Date(fact));
  return words[fact] ?? fact;
}

/** `2026-11-22 13:00 UTC`: the same in every language. */
const toMinute = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
