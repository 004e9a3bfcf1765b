import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allRoutes } from '../../../src/api/routes/all-routes.js';
import { renderConfigTable, renderEnvExample } from '../../../src/platform/config/documentation.js';
import { known } from '../../../src/platform/config/known.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';

describe('the documentation of the configuration', () => {
  it('is committed as .env.example (else: npm run build && node scripts/write-env-example.mjs)', () => {
    const committed = readFileSync(join(import.meta.dirname, '../../../.env.example'), 'utf8');
    expect(committed).toBe(renderEnvExample());
  });

  it('names every variable once and gives each its own place in the YAML file', () => {
    const keys = known.flatMap(({ about }) => (about.key === undefined ? [] : [about.key]));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { name } of known) {
      expect(renderEnvExample().split(`\n#${name}=`)).toHaveLength(2);
      expect(renderConfigTable()).toContain(`| \`${name}\``);
    }
  });

  it('names addresses of ours that are there', () => {
    const served = allRoutes.map(({ path }) => new RegExp(`^${path.replace(/\{\w+\}/, '\\w+')}$`));
    const named = known.flatMap(({ about }) => /\/api\/\S+/.exec(about.absent ?? '')?.[0] ?? []);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !served.some((one) => one.test(path)))).toEqual([]);
  });

  it('gives examples that are accepted as they stand', () => {
    const lines = [...renderEnvExample().matchAll(/^#([A-Z_]+)=(.*)$/gm)];
    const env = Object.fromEntries(lines.map(([, name = '', text = '']) => [name, text]));
    const readText = () => {
      throw Object.assign(new Error('none'), { code: 'ENOENT' });
    };
    expect(loadConfig({ env, readText }).http.publicUrl).toBe('https://watchflow.example.org');
  });
});
