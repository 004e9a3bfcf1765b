// node client/scripts/write-contract.mjs [--check]: writes src/contract.ts from docs/openapi.json, or fails when it is not up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { cutContract } from './cut-contract.mjs';

const target = fileURLToPath(new URL('../src/contract.ts', import.meta.url));
const head =
  '// Made from docs/openapi.json by `npm run contract --workspace client`; not to be edited.\n';

const types = await openapiTS(await cutContract(), { defaultNonNullable: false, immutable: true });
const text = head + astToString(types);

if (!process.argv.includes('--check')) await writeFile(target, text);
else if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
  process.stderr.write(
    'client/src/contract.ts is not what docs/openapi.json says: npm run contract --workspace client\n',
  );
  process.exitCode = 1;
}
