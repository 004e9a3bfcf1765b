import { describe, expect, it } from '@jest/globals';
import { events, eventNames } from '../../../src/areas/notifications/events.js';
import { render, templatesOf } from '../../../src/areas/notifications/rendering/render.js';
import { locales } from '../../../src/areas/notifications/rendering/templates.js';

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

const cases = eventNames.flatMap((event) => locales.map((locale) => ({ event, locale })));

describe('templates of notifications', () => {
  it.each(locales)('%s: there is one for every event, and no other', (locale) => {
    expect(Object.keys(templatesOf[locale].events).sort()).toEqual([...eventNames].sort());
  });

  it.each(cases)('$event, $locale: says everything, and names only facts there are', (at) => {
    const { title, body, advice } = templatesOf[at.locale].events[at.event];
    const facts = Object.keys(events[at.event].data.shape);
    for (const text of [title, body, advice]) expect(text.trim()).not.toBe('');
    expect(facts).toEqual(expect.arrayContaining(placeholders(title + body + advice)));
    expect(facts).toEqual(expect.arrayContaining(placeholders(events[at.event].link)));
  });

  it.each(eventNames)('%s: says the same facts in every language', (event) => {
    const [first, ...others] = locales.map((locale) => {
      const { title, body, advice } = templatesOf[locale].events[event];
      return [...new Set(placeholders(title + body + advice))];
    });
    for (const other of others) expect(other).toEqual(first);
  });

  it('has a word in every language for every fact that is one of a few', () => {
    const [first, ...others] = locales.map((locale) => Object.keys(templatesOf[locale].words));
    for (const other of others) expect(other).toEqual(first);
    const { service } = events['connection.needs-reauth'].data.shape;
    const { reason } = events['run.failed'].data.shape;
    expect(first).toEqual(expect.arrayContaining([...service.options, ...reason.options]));
  });
});

describe('rendering a notification', () => {
  it('speaks English and Chinese, with words, times and a link', () => {
    const facts = { service: 'trakt', expiresAt: '2026-11-30T12:34:56.000Z' };
    expect(render('connection.token-dying', facts, 'en')).toEqual({
      title: 'The access to Trakt runs out',
      body: 'The access to your Trakt account ends at 2026-11-30 12:34 UTC and cannot be renewed by itself.',
      advice: 'Connect Trakt again before then, so that no sync is missed.',
      link: '/api/v1/connections/trakt/auth/init?redirect=1',
    });
    expect(render('connection.token-dying', facts, 'zh-CN')).toMatchObject({
      title: 'Trakt 的授权即将到期',
      body: '您的 Trakt 账号授权将于 2026-11-30 12:34 UTC 到期，且无法自动续期。',
    });
  });

  it('keeps what a fact holds out of the template and out of the path', () => {
    const facts = { channelId: 'a/../{channelName}', channelName: '{channelId} $& <b>' };
    const { title, link } = render('channel.disabled', facts, 'en');
    expect(title).toBe('The webhook "{channelId} $& <b>" was switched off');
    expect(link).toBe('/api/v1/notification-channels/a%2F..%2F%7BchannelName%7D');
  });
});
