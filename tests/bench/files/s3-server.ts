import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A server that speaks S3 with one bucket in it, or undefined where none can be had. */
export async function startS3Server(): Promise<{ url: string; stop: () => void } | undefined> {
  const script = join(process.cwd(), 'scripts/storage-servers.mjs');
  const found = await promisify(execFile)(process.execPath, [script, 's3', '--json']).catch(
    () => undefined,
  );
  if (found === undefined) return undefined;
  const { s3 } = JSON.parse(found.stdout) as { s3: { program: string } };
  const port = await freePort();
  const args = ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)];
  const child = spawn(s3.program, args, { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 200 && !(await makeBucket(url)); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return {
    url,
    stop() {
      child.kill('SIGKILL');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const makeBucket = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const asking = request(`${url}/bench`, { method: 'PUT', headers: { 'content-length': 0 } });
    asking.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asking.on('error', () => {
      resolve(false);
    });
    asking.end();
  });
