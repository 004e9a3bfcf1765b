import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { acceptsConnections } from '../../../src/runtime/process/accepts-connections.js';
import { eventually } from '../eventually.js';
import { unusedPort } from '../unused-port.js';

const programs = z.object({
  redis: z.object({ program: z.string(), libraries: z.string() }).optional(),
  s3: z.object({ program: z.string() }).optional(),
});

const script = fileURLToPath(new URL('../../../scripts/storage-servers.mjs', import.meta.url));

/** Unpacked or installed by whoever is first. */
async function programOf<N extends 'redis' | 's3'>(name: N) {
  const { stdout } = await promisify(execFile)(process.execPath, [script, name, '--json']);
  const found = programs.parse(JSON.parse(stdout))[name];
  if (found === undefined) throw new Error(`there is no ${name} server`);
  return found;
}

export interface StorageServer {
  readonly url: string;
  readonly port: number;
  /** At once, as a crash would. */
  readonly stop: () => Promise<void>;
  /** SIGSTOP: it takes connections, and says nothing. */
  readonly freeze: () => void;
}

/** A real redis-server in memory alone, on loopback. */
export async function startRedis(port?: number): Promise<StorageServer> {
  const { program, libraries } = z
    .object({ program: z.string(), libraries: z.string() })
    .parse(await programOf('redis'));
  return start({
    program,
    args: (at) => ['--bind', '127.0.0.1', '--port', String(at), '--save', '', '--appendonly', 'no'],
    env: libraries === '' ? {} : { LD_LIBRARY_PATH: libraries },
    scheme: 'redis',
    port,
  });
}

/** A real server that speaks S3, on loopback. */
export async function startS3(port?: number): Promise<StorageServer> {
  const { program } = await programOf('s3');
  const args = (at: number) => ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(at)];
  return start({ program, args, env: {}, scheme: 'http', port });
}

interface Starting {
  readonly program: string;
  readonly args: (port: number) => string[];
  readonly env: Readonly<Record<string, string>>;
  readonly scheme: string;
  readonly port: number | undefined;
}

async function start({
  program,
  args,
  env,
  scheme,
  port: given,
}: Starting): Promise<StorageServer> {
  const port = given ?? (await unusedPort());
  const child = spawn(program, args(port), { env: { ...process.env, ...env }, stdio: 'ignore' });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'exit');
  const early = ended.then(() => {
    throw new Error(`${program} ended before it was ready`);
  });
  await Promise.race([
    eventually(async () => (await acceptsConnections(port)) || undefined, program),
    early,
  ]);
  early.catch(() => undefined);
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    async stop() {
      process.off('exit', kill);
      kill();
      await ended;
    },
    freeze: () => child.kill('SIGSTOP'),
  };
}
