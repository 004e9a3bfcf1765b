import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFile, bundleWorkflows } from '../orchestration/bundle-workflows.js';
import { createLogger } from '../platform/observability/create-logger.js';

// Part of the build: node dist/main/bundle-workflows.js
const built = dirname(dirname(fileURLToPath(import.meta.url)));
const log = createLogger({ level: 'warn', format: 'pretty' });

for (const encoded of [false, true]) {
  await bundleWorkflows({
    workflowsPath: join(built, 'workflows', 'index.js'),
    outFile: bundleFile(built, encoded),
    encoded,
    log,
  });
}
