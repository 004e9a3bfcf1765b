import { z } from 'zod';
import { definePublicRoute } from '../../define-route.js';
import { mailPage, mailScript } from '../../pages/mail-page.js';
import { setupStyle } from '../../pages/setup-page.js';

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

/** Everything from here; the form is sent by our own script. */
const pagePolicy = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};
const html = 'text/html; charset=utf-8';
const script = 'text/javascript; charset=utf-8';
const css = 'text/css; charset=utf-8';

const page = definePublicRoute({
  method: 'get',
  path: '/mail',
  summary: 'The page that links in mails lead to',
  description:
    'Asks once more before it does what the link says: programs that look at links in mails set nothing off. Chinese or English, as the browser asks.',
  tags,
  input: { headers: z.object({ 'accept-language': z.string().optional() }) },
  responses: { 200: { description: 'A page.', type: html } },
  handler: ({ headers }) =>
    Promise.resolve({
      status: 200,
      headers: { ...pagePolicy, vary: 'accept-language' },
      content: { type: html, data: mailPage(headers['accept-language'] ?? '') },
    } as const),
});

const pageScript = definePublicRoute({
  method: 'get',
  path: '/mail/page.js',
  summary: 'Script of that page',
  description: 'Sends the link.',
  tags,
  responses: { 200: { description: 'A script.', type: script } },
  handler: () =>
    Promise.resolve({ status: 200, content: { type: script, data: mailScript } } as const),
});

const pageStyle = definePublicRoute({
  method: 'get',
  path: '/mail/page.css',
  summary: 'Style of that page',
  description: 'For small and large screens.',
  tags,
  responses: { 200: { description: 'A style sheet.', type: css } },
  handler: () =>
    Promise.resolve({ status: 200, content: { type: css, data: setupStyle } } as const),
});

export const mailLinkRoutes = [confirmMail, stopMail, page, pageScript, pageStyle];
