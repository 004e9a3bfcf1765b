import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createOpenApiDocument } from '../../api/openapi/create-openapi-document.js';
import { allRoutes } from '../../api/routes/all-routes.js';
import { packageRoot, version } from '../compose/version.js';

/** `watchflow openapi`: writes docs/openapi.json, made from the schemas that validate. */
export async function runOpenApi(): Promise<void> {
  const document = createOpenApiDocument(allRoutes, { version, serverUrl: '/' });
  const file = join(packageRoot, 'docs', 'openapi.json');
  await mkdir(join(packageRoot, 'docs'), { recursive: true });
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
  process.stderr.write(`Wrote ${file}\n`);
}
