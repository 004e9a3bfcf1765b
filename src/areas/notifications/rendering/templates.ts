import type { NotificationEvent } from '../events.js';

export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** What a person reads; `{name}` stands for a fact of the event. */
export interface Template {
  readonly title: string;
  /** What happened. */
  readonly body: string;
  /** What to do about it. */
  readonly advice: string;
}

export interface Templates {
  readonly events: Readonly<Record<NotificationEvent, Template>>;
  /** Facts that are words of ours, in this language. */
  readonly words: Readonly<Record<string, string>>;
}
