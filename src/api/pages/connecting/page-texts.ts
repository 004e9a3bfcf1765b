import type { PageLanguage } from '../page-language.js';

/** How coming back from a service may have ended. */
export type ReturnOutcome =
  | 'connected'
  | 'under-way'
  | 'other-account'
  | 'denied'
  | 'expired'
  | 'cancelled'
  | 'unknown-state'
  | 'other-session'
  | 'code-refused'
  | 'app-blocked'
  | 'service-away'
  | 'interrupted';

/** `{service}`, `{account}` and `{person}` are filled in. */
interface OutcomeText {
  readonly title: string;
  readonly text: string;
}

type Texts = Readonly<Record<ReturnOutcome, OutcomeText>> & {
  readonly again: string;
  readonly goOn: string;
  readonly keep: string;
  readonly forget: string;
  readonly cancel: string;
  readonly signInFirst: string;
  readonly unreachable: string;
  readonly noScript: string;
};

export const pageTexts: Readonly<Record<PageLanguage, Texts>> = {
  en: {
    connected: {
      title: '{service} is connected',
      text: 'The {service} account {account} is now connected to {person}. You can close this page.',
    },
    'under-way': {
      title: 'One moment',
      text: '{service} is being asked. This page looks again by itself.',
    },
    'other-account': {
      title: 'This is another {service} account',
      text: 'You signed in as {account}, but {person} was connected with another account before. Nothing has changed yet. Keep what watchflow knows of the account before, and add the new one to it; or forget those plays and runs and begin anew; or leave everything as it was.',
    },
    denied: {
      title: 'Not connected',
      text: 'You did not agree at {service}. Nothing has changed.',
    },
    expired: {
      title: 'That took too long',
      text: 'Ten minutes are given to sign in at {service}. Nothing has changed; begin again.',
    },
    cancelled: {
      title: 'Cancelled',
      text: 'This attempt was cancelled. Everything is as it was before.',
    },
    'unknown-state': {
      title: 'This link leads nowhere',
      text: 'It is incomplete, or much too old. Nothing has changed; begin again.',
    },
    'other-session': {
      title: 'This was begun elsewhere',
      text: 'Come back in the browser in which you began, signed in as before; or sign in here and begin again. Nothing has changed.',
    },
    'code-refused': {
      title: 'Not connected',
      text: '{service} did not accept its own code: it is used or too old. Nothing has changed; begin again.',
    },
    'app-blocked': {
      title: '{service} refuses this installation',
      text: '{service} does not serve the app of this installation at the moment. Its administrators have been told. Nothing has changed.',
    },
    'service-away': {
      title: '{service} does not answer',
      text: '{service} could not be asked. Nothing has changed; begin again in a few minutes.',
    },
    interrupted: {
      title: 'Not connected',
      text: 'Something went wrong on the way. Nothing has changed; begin again.',
    },
    again: 'Begin again',
    goOn: 'Go on',
    keep: 'Connect, and keep what is known',
    forget: 'Connect, and forget the plays and runs before',
    cancel: 'Leave everything as it was',
    signInFirst:
      'Sign in to watchflow in this browser and load this page again, or answer the attempt through the API.',
    unreachable: 'watchflow does not answer. Try again.',
    noScript: 'The buttons need JavaScript.',
  },
  'zh-CN': {
    connected: {
      title: '{service} 已连接',
      text: '{service} 账号 {account} 已连接到 {person}。您可以关闭本页。',
    },
    'under-way': { title: '请稍候', text: '正在询问 {service}，本页会自动刷新。' },
    'other-account': {
      title: '这是另一个 {service} 账号',
      text: '您登录的是 {account}，而 {person} 之前连接的是另一个账号。目前什么都没有改变。您可以保留之前账号的记录并加入新账号，也可以忘记之前的观看与同步记录重新开始，或者保持原样。',
    },
    denied: { title: '未连接', text: '您没有在 {service} 同意授权，什么都没有改变。' },
    expired: {
      title: '超时了',
      text: '在 {service} 登录的时限为十分钟。什么都没有改变，请重新开始。',
    },
    cancelled: { title: '已取消', text: '本次连接已取消，一切保持原样。' },
    'unknown-state': {
      title: '链接无效',
      text: '链接不完整或早已过期。什么都没有改变，请重新开始。',
    },
    'other-session': {
      title: '这不是在此处开始的',
      text: '请回到开始时所用的浏览器并保持登录，或者在此登录后重新开始。什么都没有改变。',
    },
    'code-refused': {
      title: '未连接',
      text: '{service} 不接受它发出的授权码：已被使用或已过期。什么都没有改变，请重新开始。',
    },
    'app-blocked': {
      title: '{service} 拒绝了本站',
      text: '{service} 目前不为本站的应用提供服务，管理员已收到通知。什么都没有改变。',
    },
    'service-away': {
      title: '{service} 没有响应',
      text: '暂时无法访问 {service}。什么都没有改变，请几分钟后重新开始。',
    },
    interrupted: { title: '未连接', text: '途中出错了。什么都没有改变，请重新开始。' },
    again: '重新开始',
    goOn: '继续',
    keep: '连接，并保留已有记录',
    forget: '连接，并忘记之前的观看与同步记录',
    cancel: '保持原样',
    signInFirst: '请在本浏览器登录 watchflow 后重新打开本页，或通过 API 答复本次连接。',
    unreachable: 'watchflow 没有响应，请重试。',
    noScript: '按钮需要 JavaScript。',
  },
};
