import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createApiKey, hashApiKey, isApiKey } from '../../../src/platform/security/api-key.js';
import { fingerprint } from '../../../src/platform/security/fingerprint.js';
import {
  formatKeyRing,
  KeyRingError,
  parseKeyRing,
} from '../../../src/platform/security/key-ring.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { createSecretBox, SecretBoxError } from '../../../src/platform/security/secret-box.js';

const place = { table: 'connections', row: 'u1', column: 'access_token' };

/** What was thrown, when it is a SecretBoxError. */
function refusalOf(act: () => unknown): SecretBoxError | undefined {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof SecretBoxError) return thrown;
    throw thrown;
  }
  return undefined;
}

describe('parseKeyRing', () => {
  it('reads back what formatKeyRing writes, newest first', () => {
    const [newest] = newKeyRing();
    const [older] = newKeyRing();
    expect(parseKeyRing(` ${formatKeyRing([newest, older])}\n`)).toEqual([newest, older]);
  });

  it.each([
    ['', 'at least one key'],
    ['abc', 'keys as id:base64'],
    ['a.b:AAAA', 'keys as id:base64'],
    ['k1:c2hvcnQ=', 'exactly 32 bytes as key number 1'],
    [`k1:${'A'.repeat(43)}=`, 'random bytes'],
  ])('refuses %j', (text, why) => {
    expect(() => parseKeyRing(text)).toThrow(KeyRingError);
    expect(() => parseKeyRing(text)).toThrow(why);
  });

  it('refuses an id that comes twice', () => {
    const [key] = newKeyRing();
    expect(() => parseKeyRing(formatKeyRing([key, key]))).toThrow('comes twice');
  });
});

describe('secretBox', () => {
  const ring = newKeyRing();
  const box = createSecretBox(ring);

  it('opens what it sealed, whatever the text and the place', () => {
    const anyPlace = fc.record({ table: fc.string(), row: fc.string(), column: fc.string() });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), anyPlace, (plaintext, where) => {
        expect(box.open(box.seal(plaintext, where), where)).toBe(plaintext);
      }),
    );
  });

  it('gives another text each time, with the key id in front', () => {
    const sealed = box.seal('token', place);
    expect(sealed.startsWith(`v1.${ring[0].id}.`)).toBe(true);
    expect(box.seal('token', place)).not.toBe(sealed);
    expect(sealed).not.toContain('token');
  });

  it.each(['table', 'row', 'column'])('does not open when only the %s is another', (part) => {
    const sealed = box.seal('token', place);
    const refusal = refusalOf(() => box.open(sealed, { ...place, [part]: 'another' }));
    expect(refusal?.kind).toBe('not-authentic');
  });

  it('does not open at another place, however the names are cut', () => {
    const sealed = box.seal('token', { table: 'a', row: 'b","c', column: 'd' });
    for (const where of [
      place,
      { table: 'a', row: 'b', column: 'c","d' },
      { table: 'a","b', row: 'c', column: 'd' },
    ]) {
      expect(refusalOf(() => box.open(sealed, where))?.kind).toBe('not-authentic');
    }
  });

  it('does not open once a single character was changed', () => {
    const sealed = box.seal('a secret token', place);
    fc.assert(
      fc.property(
        fc.nat(sealed.length - 1),
        fc.constantFrom('A', 'z', '0', '.', '_'),
        (at, letter) => {
          const changed = `${sealed.slice(0, at)}${letter}${sealed.slice(at + 1)}`;
          fc.pre(changed !== sealed && !differsInPaddingOnly(sealed, changed));
          const refusal = refusalOf(() => box.open(changed, place));
          expect(refusal).toBeInstanceOf(SecretBoxError);
          expect(refusal?.message).not.toContain('a secret token');
        },
      ),
    );
  });

  it('names the key it lacks', () => {
    const sealed = box.seal('token', place);
    const refusal = refusalOf(() => createSecretBox(newKeyRing()).open(sealed, place));
    expect(refusal).toMatchObject({ kind: 'unknown-key', keyId: ring[0].id });
    expect(refusal?.message).toContain(ring[0].id);
  });

  it('opens with an older key and says that it should be sealed anew', () => {
    const rotated = createSecretBox([...newKeyRing(), ...ring]);
    const sealed = box.seal('token', place);
    expect(rotated.open(sealed, place)).toBe('token');
    expect(rotated.needsReseal(sealed)).toBe(true);
    expect(rotated.needsReseal(rotated.seal('token', place))).toBe(false);
  });

  it.each(['', 'token', 'v2.k.x.y', 'v1.k1.AAAA.BBBB'])(
    'says that %j is no sealed value',
    (text) => {
      expect(refusalOf(() => box.open(text, place))?.kind).toBe('malformed');
      expect(refusalOf(() => box.needsReseal(text))?.kind).toBe('malformed');
    },
  );
});

/** The last character of base64 carries bits that mean nothing. */
const differsInPaddingOnly = (left: string, right: string) => {
  const bytesOf = (text: string) =>
    text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
  return (
    left.slice(0, -1) === right.slice(0, -1) && String(bytesOf(left)) === String(bytesOf(right))
  );
};

describe('API keys', () => {
  it('are random, recognisable and stored as a hash only', () => {
    const made = createApiKey();
    expect(isApiKey(made.key)).toBe(true);
    expect(made.hash).toBe(hashApiKey(made.key));
    expect(made.hash).toMatch(/^[\da-f]{64}$/);
    expect(made.key.startsWith(made.prefix)).toBe(true);
    expect(made.prefix).toHaveLength(10);
    expect(createApiKey().key).not.toBe(made.key);
  });

  it.each(['', 'wf_', `wf_${'a'.repeat(42)}`, `wf_${'a'.repeat(44)}`, `xx_${'a'.repeat(43)}`])(
    'do not look like %j',
    (text) => {
      expect(isApiKey(text)).toBe(false);
    },
  );
});

describe('fingerprint', () => {
  it('tells equal secrets from others and is no part of the hash an API key is stored under', () => {
    expect(fingerprint('a')).toBe(fingerprint('a'));
    expect(fingerprint('a')).not.toBe(fingerprint('b'));
    expect(hashApiKey('a')).not.toContain(fingerprint('a'));
  });
});
