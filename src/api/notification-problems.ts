import type { ProblemKind } from './sign-in-problems.js';

/** Of notification channels. Codes are published: they may be added to, never renamed. */
export const notificationProblems = {
  'mail-not-configured': {
    status: 409,
    title: 'The operator has named no mail server',
    meaning:
      'No mail can be sent: SMTP_URL and SMTP_FROM are to be set, see the operations guide. Webhooks and the inbox do without.',
  },
  'mail-link-invalid': {
    status: 410,
    title: 'The link of the mail is no longer good',
    meaning:
      'It is unknown, has expired, or is of a channel that was removed. POST …/notification-channels/{id}/confirmation sends another.',
  },
  'delivery-not-failed': {
    status: 409,
    title: 'The delivery has not failed',
    meaning: 'What waits is tried by itself, and what was sent is not sent again.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>;
