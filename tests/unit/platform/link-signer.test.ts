import { describe, expect, it } from '@jest/globals';
import { createLinkSigner } from '../../../src/platform/security/link-signer.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';

const [old] = newKeyRing();
const [young] = newKeyRing();

describe('createLinkSigner', () => {
  it('knows what it signed, and nothing else', () => {
    const signer = createLinkSigner([old]);
    const signature = signer.sign('get\nan-id\n100');
    expect(signer.isSigned('get\nan-id\n100', signature)).toBe(true);
    expect(signer.isSigned('get\nan-id\n101', signature)).toBe(false);
    for (const forged of ['', old.id, `${old.id}.`, signature.slice(0, -2), `x${signature}`, '.'])
      expect(signer.isSigned('get\nan-id\n100', forged)).toBe(false);
  });

  it('knows what an older key of the ring signed, until it is taken out', () => {
    const signature = createLinkSigner([old]).sign('text');
    expect(createLinkSigner([young, old]).isSigned('text', signature)).toBe(true);
    expect(createLinkSigner([young]).isSigned('text', signature)).toBe(false);
  });
});
