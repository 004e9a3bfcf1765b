// Writes .env.example, and the configuration table between its marks in README.md, from the built code: npm run build first.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
const built = resolve(process.argv[2] ?? join(root, 'dist'));
const { renderConfigTable, renderEnvExample } = await import(
  join(built, 'platform/config/documentation.js')
);

writeFileSync(join(root, '.env.example'), renderEnvExample());

const readme = join(root, 'README.md');
const marked = /(<!-- configuration -->\n)[^]*?(<!-- \/configuration -->)/;
if (existsSync(readme)) {
  const text = readFileSync(readme, 'utf8');
  writeFileSync(
    readme,
    text.replace(marked, (_all, start, end) => `${start}\n${renderConfigTable()}\n${end}`),
  );
}
