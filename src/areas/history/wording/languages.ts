import { en } from './en.js';
import type { Texts } from './texts.js';
import { zhCn } from './zh-cn.js';

/** What people are spoken to in. */
export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

export const textsOf: Readonly<Record<Language, Texts>> = { en, 'zh-CN': zhCn };
