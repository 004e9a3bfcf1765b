import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeOnce } from '../../../scripts/make-once.mjs';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let made = 0;

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const program = (place: string) => path.join(place, 'program');
const making = (content: string) => ({
  async make(place: string) {
    made += 1;
    await writeFile(program(place), content);
  },
  async check(place: string) {
    const text = await readFile(program(place), 'utf8');
    if (text !== 'works') throw new Error(`it ${text}`);
    return text;
  },
});

describe('what is made once', () => {
  it('is used again as long as it works, and made anew when it does not', async () => {
    const place = path.join(folder.dir, 'kept');
    await mkdir(place);
    await writeFile(program(place), 'belongs to a Python that is gone');
    expect(await makeOnce(place, making('works'))).toBe('works');
    expect(await makeOnce(place, making('works'))).toBe('works');
    expect(made).toBe(1);
  });

  it('is put in no place before it works', async () => {
    const place = path.join(folder.dir, 'never');
    await expect(makeOnce(place, making('fails'))).rejects.toThrow('it fails');
    expect(await readdir(folder.dir)).toEqual(['kept']);
  });
});
