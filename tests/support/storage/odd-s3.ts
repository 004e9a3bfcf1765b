import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { createS3Backend } from '../../../src/storage/s3/create-s3-backend.js';
import type { StorageBackend } from '../../../src/storage/storage-backend.js';
import { unusedPort } from '../unused-port.js';

export interface OddS3 {
  readonly backend: StorageBackend;
  /** As `HEAD /bucket/key?query`. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

/** A service that speaks S3 as the test wants it, and a backend on it; its bucket is `odd`. */
export async function startOddS3(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  idleMs?: number,
): Promise<OddS3> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response);
  });
  const port = await unusedPort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const backend = createS3Backend({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    bucket: 'odd',
    pathStyle: true,
    prefix: '',
    credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
    idleMs,
  });
  return {
    backend,
    asked,
    async close() {
      await backend.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
