import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createOpenApiDocument } from '../../api/openapi/create-openapi-document.js';
import { allRoutes } from '../../api/routes/all-routes.js';
import { packageRoot, version } from '../compose/version.js';

/** `watchflow openapi`: writes docs/openapi.json, made from the schemas that validate. */
export async function runOpenApi(): Promise<void> {
  const document = createOpenApiDocument(allRoutes, { version, serverUrl: '/' });
  const file = join(packageRoot, 'docs', 'openapi.json');
  await mkdir(join(packageRoot, 'docs'), { recursive: true });
  // Put in place at once, so that nobody reads half of it.
  await writeFile(`${file}.new`, `${JSON.stringify(document, null, 2)}\n`);
  await rename(`${file}.new`, file);
  process.stderr.write(`Wrote ${file}\n`);
}
