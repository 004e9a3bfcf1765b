import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { safeName } from '../../../src/areas/files/receiving/safe-name.js';

describe('safeName', () => {
  it.each([
    ['a.txt', 'a.txt'],
    ['葬送のフリーレン 第1話「冒険の終わり」.srt', '葬送のフリーレン 第1話「冒険の終わり」.srt'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\System32\\evil.exe', 'evil.exe'],
    ['..', 'file'],
    ['/', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['.htaccess', '_htaccess'],
    ['...x', '_x'],
    ['name. . ', 'name'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['COM1.tar.gz', '_COM1.tar.gz'],
    ['contract.txt', 'contract.txt'],
    ['a\u0000b\nc\u202egpj.exe', 'abcgpj.exe'],
    ['a<b>:"|?*.txt', 'a_b______.txt'],
    ['e\u0301.txt', '\u00e9.txt'],
    ['\ud800.txt', '_.txt'],
    ['a\u3000b.txt', 'a b.txt'],
  ])('makes %j %j', (given, made) => {
    expect(safeName(given)).toBe(made);
  });

  it('cuts what is too long between characters, and keeps the extension', () => {
    const made = safeName(`${'👨‍👩‍👧'.repeat(30)}.srt`);
    expect(Buffer.byteLength(made)).toBeLessThanOrEqual(200);
    expect(made).toMatch(/^(?:👨‍👩‍👧)+\.srt$/u);
  });

  it('makes of anything a name any system can keep, and leaves that alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const made = safeName(given);
        expect(made).not.toBe('');
        expect(Buffer.byteLength(made)).toBeLessThanOrEqual(204);
        expect(made).not.toMatch(/[/\\\p{Cc}<>:"|?*]|^[. ]|[. ]$/u);
        expect(safeName(made)).toBe(made);
      }),
    );
  });
});
