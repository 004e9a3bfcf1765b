import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { identityOf } from './process-identity.js';

const signal = z.enum(['SIGINT', 'SIGTERM', 'SIGQUIT']);
const childRecord = z.strictObject({
  name: z.string(),
  pid: z.int().positive(),
  startTime: z.string(),
  stopSteps: z.array(z.strictObject({ signal, seconds: z.number() })),
});

/** What is written down of a child while it runs. */
export type ChildRecord = Readonly<z.infer<typeof childRecord>>;

interface NewChild {
  readonly runDir: string;
  readonly name: string;
  readonly pid: number;
  readonly stopSteps: readonly ChildRecord['stopSteps'][number][];
}

const fileOf = (runDir: string, name: string): string => path.join(runDir, `${name}.json`);

/** Writes down that a child runs; nothing if it has ended already. */
export async function rememberChild({ runDir, name, pid, stopSteps }: NewChild): Promise<void> {
  const identity = await identityOf(pid);
  if (identity === undefined) return;
  await mkdir(runDir, { recursive: true });
  await writeFile(fileOf(runDir, name), JSON.stringify({ name, ...identity, stopSteps }));
}

export async function forgetChild(runDir: string, name: string): Promise<void> {
  await rm(fileOf(runDir, name), { force: true });
}

/** What an earlier process left written down; unreadable records (torn by a crash) are left out. */
export async function rememberedChildren(runDir: string): Promise<ChildRecord[]> {
  const names = await readdir(runDir).catch(() => []);
  const records = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map((name) => readRecord(path.join(runDir, name))),
  );
  return records.filter((record) => record !== undefined);
}

async function readRecord(file: string): Promise<ChildRecord | undefined> {
  try {
    return childRecord.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
