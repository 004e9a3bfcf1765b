import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPatient, type Patient } from '../../support/examine-at.js';
import { anAnimeList } from '../../support/matching/data-files.js';
import { answer, startRawServer } from '../../support/raw-server.js';

let patient: Patient;
beforeEach(async () => {
  patient = await createPatient();
});
afterEach(() => patient.remove());

describe('doctor on the id map', () => {
  it('reads the optional files of the id map, and does without', async () => {
    const without = await patient.examine({});
    expect(without.of('id-map')).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('refreshed from https://raw.githubusercontent.com/'),
    });
    expect(without.of('anime-lists').found).toContain('does without');
    expect((await patient.examine({ BANGUMI_DATA_URL: 'packaged' })).of('id-map').found).toContain(
      'not refreshed',
    );
    const raw = await startRawServer(({ url }) =>
      url === '/list.xml' ? answer(200, anAnimeList({ anidb: 1, tvdb: 5 })) : answer(200, '{}'),
    );
    const { of } = await patient.examine({
      ANIME_LISTS_URL: `${raw.url}/list.xml`,
      BANGUMI_EXT_LINKER_URL: `${raw.url}/map.json?key=planted`,
    });
    expect(of('anime-lists')).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('1 titles, 1 placed'),
    });
    expect(of('bangumi-ext-linker')).toMatchObject({
      status: 'fault',
      found: expect.stringContaining('is no bangumi-ext-linker'),
      advice: expect.stringContaining('BANGUMI_EXT_LINKER_URL'),
    });
    expect(JSON.stringify(of('bangumi-ext-linker'))).not.toContain('planted');
    await raw.close();
  });
});
