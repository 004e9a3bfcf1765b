import type { Locale } from '../rendering/templates.js';

/** What a mail says around the notifications it holds. */
export interface MailWords {
  readonly digestTitle: (count: number) => string;
  readonly open: string;
  readonly confirm: string;
  /** Why it came; `{address}` stands for where watchflow is reached. */
  readonly why: string;
  readonly stop: string;
}

export const mailWords: Readonly<Record<Locale, MailWords>> = {
  en: {
    digestTitle: (count) => `${count} notifications from watchflow`,
    open: 'Open',
    confirm: 'Agree',
    why: 'You get this mail because notifications of watchflow at {address} are sent to this address.',
    stop: 'Stop these mails',
  },
  'zh-CN': {
    digestTitle: (count) => `来自 watchflow 的 ${count} 条通知`,
    open: '打开',
    confirm: '同意接收',
    why: '您收到这封邮件，是因为 {address} 上的 watchflow 会把通知发送到这个地址。',
    stop: '不再接收这些邮件',
  },
};
