import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../src/platform/config/load-config.js';

describe('readConfig', () => {
  it('goes on with the defaults and names what it refused', () => {
    const { config, faults, refused } = readConfig({
      env: { PORT: 'x', HOST: '127.0.0.2', TRAKT_ACCESS_TOKEN_FILE: '/nowhere', SYNC_ODD: '1' },
      cwd: '/nowhere',
    });
    expect([config.http.port, config.http.host]).toEqual([7080, '127.0.0.2']);
    expect(faults.map(({ place }) => place).sort()).toEqual([
      'PORT',
      'SYNC_ODD',
      'TRAKT_ACCESS_TOKEN_FILE',
    ]);
    expect([...refused].filter((name) => name !== 'SYNC_ODD').sort()).toEqual([
      'PORT',
      'TRAKT_ACCESS_TOKEN',
    ]);
  });
});
