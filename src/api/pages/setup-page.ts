import { standAlone } from './stand-alone.js';
import { languageOf } from './page-language.js';

const texts = {
  en: {
    lang: 'en',
    title: 'Set up watchflow',
    lead: 'Choose the name and the password you will sign in with.',
    name: 'Name',
    password: 'Password (at least 10 characters)',
    again: 'Password once more',
    send: 'Set up',
    differ: 'The two passwords differ.',
    noToken: 'The link is not complete. Open the whole address you were given.',
    done: 'Done. You are signed in as',
    docs: 'API documentation',
    unreachable: 'watchflow does not answer. Try again.',
    noScript: 'This page needs JavaScript: the link’s secret must not be sent in an address.',
  },
  'zh-CN': {
    lang: 'zh-CN',
    title: '设置 watchflow',
    lead: '请选择登录用的名字和密码。',
    name: '名字',
    password: '密码（至少 10 个字符）',
    again: '再次输入密码',
    send: '完成设置',
    differ: '两次输入的密码不一致。',
    noToken: '链接不完整，请打开您收到的完整地址。',
    done: '设置完成，您已登录：',
    docs: 'API 文档',
    unreachable: 'watchflow 没有响应，请重试。',
    noScript: '本页需要 JavaScript：链接中的密钥不能出现在请求地址里。',
  },
} as const;

export function setupPage(acceptLanguage: string): string {
  const text = texts[languageOf(acceptLanguage)];
  return standAlone(
    'setup',
    text,
    `<form id="form" data-differ="${text.differ}" data-no-token="${text.noToken}" data-done="${text.done}" data-unreachable="${text.unreachable}">
<label>${text.name}<input name="name" autocomplete="username" maxlength="64" required></label>
<label>${text.password}<input name="password" type="password" autocomplete="new-password" minlength="10" maxlength="256" required></label>
<label>${text.again}<input name="again" type="password" autocomplete="new-password" minlength="10" maxlength="256" required></label>
<button>${text.send}</button>
</form>
<p id="said" role="status"></p>
<p><a href="docs">${text.docs}</a></p>`,
  );
}

/** The token is taken out of the address bar at once, so that it does not stay in the history. */
export const setupScript = `'use strict';
const form = document.getElementById('form');
const said = document.getElementById('said');
const say = (text) => { said.textContent = text; };
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
if (token === '') say(form.dataset.noToken);
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { name, password, again } = Object.fromEntries(new FormData(form));
  if (password !== again) return say(form.dataset.differ);
  try {
    const response = await fetch('api/v1/setup', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, name, password, locale: document.documentElement.lang }),
    });
    const answer = await response.json();
    if (!response.ok) return say(answer.detail);
    form.hidden = true;
    say(form.dataset.done + ' ' + answer.user.name);
  } catch {
    say(form.dataset.unreachable);
  }
});
`;
