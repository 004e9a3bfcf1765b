import { standAlone } from './stand-alone.js';
import { languageOf } from './page-language.js';

const texts = {
  en: {
    lang: 'en',
    title: 'Mail from watchflow',
    confirm: 'Agree to get notifications of watchflow by mail',
    stop: 'Stop the mails of watchflow to your address',
    confirmed:
      'Thank you. Notifications are sent to you from now on; every mail says how to end that.',
    stopped: 'Done. Nothing more is sent to you.',
    incomplete: 'The link is not complete. Open the whole address that stands in the mail.',
    unreachable: 'watchflow does not answer. Try again.',
    noScript:
      'This page needs JavaScript, so that no program that looks at mails can press the button.',
  },
  'zh-CN': {
    lang: 'zh-CN',
    title: 'watchflow 邮件',
    confirm: '同意接收 watchflow 的通知邮件',
    stop: '不再接收 watchflow 发来的邮件',
    confirmed: '谢谢。今后通知会发送给您；每封邮件都附有退订链接。',
    stopped: '已完成，不会再向您发送邮件。',
    incomplete: '链接不完整，请打开邮件中的完整地址。',
    unreachable: 'watchflow 没有响应，请重试。',
    noScript: '本页需要 JavaScript，以防邮件扫描程序误点按钮。',
  },
} as const;

export function mailPage(acceptLanguage: string): string {
  const text = texts[languageOf(acceptLanguage)];
  return standAlone(
    'mail',
    text,
    `<button id="confirm" data-done="${text.confirmed}" hidden>${text.confirm}</button>
<button id="stop" data-done="${text.stopped}" hidden>${text.stop}</button>
<p id="said" role="status" data-incomplete="${text.incomplete}" data-unreachable="${text.unreachable}"></p>`,
  );
}

/** The link is taken out of the address bar at once, so that it does not stay in the history. */
export const mailScript = `'use strict';
const said = document.getElementById('said');
const say = (text) => { said.textContent = text; };
const link = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
const wish = link.split('.')[0];
const button = wish === 'confirm' || wish === 'stop' ? document.getElementById(wish) : null;
if (button === null) say(said.dataset.incomplete);
else {
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      const response = await fetch('api/v1/mail/' + wish, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ link }),
      });
      const answer = await response.json();
      if (!response.ok) return say(answer.detail);
      button.hidden = true;
      say(button.dataset.done);
    } catch {
      say(said.dataset.unreachable);
    }
  });
}
`;
