import { describe, expect, it } from '@jest/globals';
import { Decrypter, Encrypter } from 'age-encryption';
import {
  passphraseIdentity,
  passphraseRecipient,
} from '../../../src/areas/backup/archive/passphrase-key.js';

const passphrase = 'correct horse 葬送 battery';

describe('the passphrase of an archive', () => {
  it('is what age itself opens', async () => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(passphraseRecipient(passphrase));
    const sealed = await encrypter.encrypt('a ledger');
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    expect(await decrypter.decrypt(sealed, 'text')).toBe('a ledger');
  });

  it('opens what age itself sealed, and nothing under another', async () => {
    const encrypter = new Encrypter();
    encrypter.setPassphrase(passphrase);
    encrypter.setScryptWorkFactor(12);
    const sealed = await encrypter.encrypt('a ledger');
    const decrypter = new Decrypter();
    decrypter.addIdentity(passphraseIdentity(passphrase));
    expect(await decrypter.decrypt(sealed, 'text')).toBe('a ledger');
    const other = new Decrypter();
    other.addIdentity(passphraseIdentity(`${passphrase}!`));
    await expect(other.decrypt(sealed)).rejects.toThrow('no identity matched');
  });

  it('is not reckoned for a file that asks for gigabytes', async () => {
    const encrypter = new Encrypter();
    encrypter.setPassphrase(passphrase);
    encrypter.setScryptWorkFactor(2);
    const sealed = Buffer.from(await encrypter.encrypt('a ledger'));
    const greedy = Buffer.from(
      sealed.toString('latin1').replace(/(scrypt \S+) 2\n/, '$1 24\n'),
      'latin1',
    );
    const decrypter = new Decrypter();
    decrypter.addIdentity(passphraseIdentity(passphrase));
    await expect(decrypter.decrypt(new Uint8Array(greedy))).rejects.toThrow('more memory');
  });

  it('is asked for by nobody who encrypted to a key', async () => {
    const encrypter = new Encrypter();
    encrypter.addRecipient('age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p');
    const decrypter = new Decrypter();
    decrypter.addIdentity(passphraseIdentity(passphrase));
    const opening = decrypter.decrypt(await encrypter.encrypt('a letter'));
    await expect(opening).rejects.toThrow('not one with a passphrase');
  });
});
