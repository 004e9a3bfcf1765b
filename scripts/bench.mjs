// node scripts/bench.mjs NAME [--scale …] [--json]: measures the compiled product, see tests/bench.
// Its TypeScript is compiled first, and its imports led to dist/: a loader in the measured process would be measured with it.
import { rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const from = new URL('../tests/bench/', import.meta.url);
const into = new URL(`../.cache/bench-${process.pid}/`, import.meta.url);
const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } };

process.once('SIGINT', () => {
  rmSync(into, { recursive: true, force: true });
  process.exit(130);
});

try {
  for (const file of await readdir(from, { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const { code } = await transform(await readFile(new URL(file, from), 'utf8'), options);
    const out = new URL(file.replace(/\.ts$/, '.js'), into);
    await mkdir(dirname(fileURLToPath(out)), { recursive: true });
    await writeFile(out, code.replaceAll('../../src/', '../../dist/'));
  }
  const { runBench } = await import(new URL('run-bench.js', into).href);
  await runBench(process.argv.slice(2));
} finally {
  await rm(into, { recursive: true, force: true });
}
