import { z } from 'zod';
import { definePublicRoute } from '../../define-route.js';
import { definePage } from '../../pages/define-page.js';
import { mailPage, mailScript } from '../../pages/mail-page.js';

const tags = ['Notification channels'];

const linkSchema = z
  .strictObject({ link: z.string().min(1).max(200).describe('What stands behind the `#`.') })
  .meta({ id: 'MailLink' });

const saidSchema = z
  .object({ said: z.enum(['confirmed', 'stopped']) })
  .meta({ id: 'MailLinkUsed' });

const signature = 'x7mQ2f0Yb8Jf6Zr1cXv3nT5wK7uLdPsAeRgMiVoYtHj';

const confirmMail = definePublicRoute({
  method: 'post',
  path: '/api/v1/mail/confirm',
  audit: 'mail.confirmed',
  summary: 'Agree to get mail',
  description: 'By the link in the mail that asks for it, good for three days. Safe to repeat.',
  tags,
  input: { body: linkSchema },
  bodyExample: { link: `confirm.nc_0f3b5a9c1d2e4f60.1795510800.${signature}` },
  responses: {
    200: { description: 'Agreed.', schema: saidSchema, example: { said: 'confirmed' } },
  },
  problems: ['mail-link-invalid'],
  handler: async ({ body, tell }, { notifications }) => {
    const { channelId } = await notifications.mailLinks.confirm(body.link);
    tell({ target: { kind: 'mail-channel', id: channelId } });
    return { status: 200, body: { said: 'confirmed' as const } };
  },
});

const stopMail = definePublicRoute({
  method: 'post',
  path: '/api/v1/mail/stop',
  audit: 'mail.stopped',
  summary: 'Stop the mails to an address',
  description:
    'By the link at the end of every mail, which does not expire. The channel is switched off, and its reader has to agree anew before it can go on. Safe to repeat.',
  tags,
  input: { body: linkSchema },
  bodyExample: { link: `stop.nc_0f3b5a9c1d2e4f60.${signature}` },
  responses: {
    200: { description: 'Stopped.', schema: saidSchema, example: { said: 'stopped' } },
  },
  problems: ['mail-link-invalid'],
  handler: async ({ body, tell }, { notifications }) => {
    const { channelId } = await notifications.mailLinks.stop(body.link);
    tell({ target: { kind: 'mail-channel', id: channelId } });
    return { status: 200, body: { said: 'stopped' as const } };
  },
});

const pages = definePage({
  path: '/mail',
  tags,
  summary: 'The page that links in mails lead to',
  description:
    'Asks once more before it does what the link says: programs that look at links in mails set nothing off. Chinese or English, as the browser asks.',
  page: mailPage,
  script: mailScript,
});

export const mailLinkRoutes = [confirmMail, stopMail, ...pages];
