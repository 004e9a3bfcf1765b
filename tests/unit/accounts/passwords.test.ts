import { describe, expect, it } from '@jest/globals';
import { createPasswords } from '../../../src/areas/accounts/people/passwords.js';
import { cheapPasswords } from '../../support/cheap-passwords.js';

const password = 'correct horse battery';

describe('a password', () => {
  it('is stored as argon2id at the cost OWASP asks for, another text each time', async () => {
    const passwords = createPasswords();
    const [one, two] = [
      await passwords.hash(password, 'ann'),
      await passwords.hash(password, 'ann'),
    ];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await passwords.verify(password, two)).toBe(true);
    expect(await passwords.verify(`${password}.`, two)).toBe(false);
  });

  it('is the same from every keyboard', async () => {
    const passwords = createPasswords(cheapPasswords);
    const stored = await passwords.hash('パスワード パスワード', 'ann');
    expect(await passwords.verify('ﾊﾟｽﾜｰﾄﾞ ﾊﾟｽﾜｰﾄﾞ', stored)).toBe(true);
  });

  it('made at another cost is told apart, and still opens', async () => {
    const [before, now] = [
      createPasswords(cheapPasswords),
      createPasswords({ ...cheapPasswords, timeCost: 2 }),
    ];
    const stored = await before.hash(password, 'ann');
    expect([before.isOutdated(stored), now.isOutdated(stored)]).toEqual([false, true]);
    expect(await now.verify(password, stored)).toBe(true);
    expect(now.isOutdated(await now.rehash(password))).toBe(false);
  });

  it('of nobody is never right', async () => {
    const passwords = createPasswords(cheapPasswords);
    expect(await passwords.verify('of nobody', null)).toBe(false);
    expect(await passwords.verify('', null)).toBe(false);
  });
});
