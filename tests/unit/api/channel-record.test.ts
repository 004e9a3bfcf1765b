import { describe, expect, it } from '@jest/globals';
import { changeOf, factsOf } from '../../../src/api/routes/channels/record-of.js';

const at = new Date('2026-11-22T09:00:00.000Z');
const mail = {
  id: 'nc_0f3b5a9c1d2e4f60',
  destination: { kind: 'mail', address: 'ren.amamiya@example.org' },
  name: 'mine',
  enabled: true,
  disabledReason: null,
  confirmedAt: at,
  digest: { kind: 'immediate' },
  previousSecretUntil: at,
  createdAt: at,
  updatedAt: at,
} as const;

describe('the record of a channel', () => {
  it('of mail does not say to whom it goes', () => {
    expect(factsOf(mail)).toMatchObject({ kind: 'mail', name: 'mine', url: null });
    expect(JSON.stringify(factsOf(mail))).not.toContain('example.org');
  });

  it('of a change names what was changed, and nothing of secrets and times', () => {
    const after = { ...mail, name: 'ours', previousSecretUntil: null, updatedAt: new Date(0) };
    expect(changeOf(mail, after)).toEqual({ before: { name: 'mine' }, after: { name: 'ours' } });
  });
});
