import { describe, expect, it } from '@jest/globals';
import { InputError } from '../../../src/platform/lib/errors.js';
import { parseMailAddress, parseMailbox } from '../../../src/platform/lib/mail-address.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { redactConfig, secretsOf } from '../../../src/platform/config/secrets.js';

const readText = () => {
  throw Object.assign(new Error('none'), { code: 'ENOENT' });
};
const load = (env: Record<string, string>) => loadConfig({ env, readText, cwd: '/srv' });

function placesOf(env: Record<string, string>): string[] {
  try {
    load(env);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ place }) => place);
  }
}

const from = { SMTP_FROM: 'watchflow <watchflow@example.org>' };

describe('the mail server in the configuration', () => {
  it('is none unless it is named', () => {
    expect(load({}).mail).toBeUndefined();
  });

  it('is read from its address, with TLS required', () => {
    const env = { ...from, SMTP_URL: 'smtp://ann:p%40ss@mail.example.org' };
    expect(load(env).mail).toEqual({
      host: 'mail.example.org',
      port: 587,
      isImplicitTls: false,
      tls: 'required',
      credentials: { user: 'ann', password: 'p@ss' },
      from: { name: 'watchflow', address: 'watchflow@example.org' },
      timeoutMs: 20_000,
    });
    expect(load({ ...from, SMTP_URL: 'smtps://[::1]' }).mail).toMatchObject({
      host: '::1',
      port: 465,
      isImplicitTls: true,
      credentials: undefined,
    });
  });

  it('keeps its password out of what is shown, and in what the log hides', () => {
    const password = { SMTP_USER: 'ann', SMTP_PASSWORD: 'correct horse' };
    const config = load({ ...from, ...password, SMTP_URL: 'smtp://mail.example.org:25' });
    expect(config.mail?.credentials).toEqual({ user: 'ann', password: 'correct horse' });
    expect(secretsOf(config)).toContain('correct horse');
    expect(JSON.stringify(redactConfig(config))).not.toContain('correct horse');
  });

  it.each<[string[], Record<string, string>]>([
    [['SMTP_FROM'], { SMTP_URL: 'smtp://mail.example.org' }],
    [['SMTP_URL'], from],
    [['SMTP_PASSWORD'], { ...from, SMTP_URL: 'smtp://mail.example.org', SMTP_USER: 'ann' }],
    [['SMTP_URL'], { ...from, SMTP_URL: 'https://mail.example.org' }],
    [['SMTP_URL'], { ...from, SMTP_URL: 'smtp://a:%ff@mail.example.org' }],
    [['SMTP_URL'], { ...from, SMTP_URL: 'smtp://mail.example.org/?tls=no' }],
    [['SMTP_FROM'], { SMTP_FROM: 'watchflow', SMTP_URL: 'smtp://mail.example.org' }],
    [['SMTP_PORT'], { SMTP_PORT: '25' }],
  ])('says of %j what is wrong', (places, env) => {
    expect(placesOf(env)).toEqual(places);
  });

  it('may do without TLS in production on this machine only', () => {
    const production = { ...from, WATCHFLOW_PROFILE: 'production', SMTP_TLS: 'if-offered' };
    expect(placesOf({ ...production, SMTP_URL: 'smtp://mail.example.org' })).toEqual(['SMTP_TLS']);
    expect(placesOf({ ...production, SMTP_URL: 'smtp://127.0.0.1:25' })).toEqual([]);
    expect(placesOf({ ...production, SMTP_URL: 'smtps://mail.example.org' })).toEqual([]);
  });
});

describe('mail addresses', () => {
  it.each([
    ['ann@example.org', 'ann@example.org'],
    ['Ann.B+tag@Example.ORG', 'Ann.B+tag@example.org'],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
  ])('%s is one', (text, address) => {
    expect(parseMailAddress(text)).toBe(address);
  });

  it.each([
    '',
    'ann',
    '@example.org',
    'ann@',
    'a..b@example.org',
    'ann@[::1]',
    'a\u0000@example.org',
  ])('%j is none', (text) => {
    expect(parseMailAddress(text)).toBeUndefined();
  });

  it('may have a name, but no second line', () => {
    expect(parseMailbox('小明 <ming@example.org>')).toEqual({
      name: '小明',
      address: 'ming@example.org',
    });
    expect(parseMailbox('ming@example.org')).toEqual({ name: '', address: 'ming@example.org' });
    for (const text of ['a\nb <ming@example.org>', '<ming@example.org', 'a <b> <ming@example.org>'])
      expect(parseMailbox(text)).toBeUndefined();
  });
});
