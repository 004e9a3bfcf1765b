import { readFile, rename, stat } from 'node:fs/promises';

const tenMebibytes = 10 * 1024 * 1024;

/** Keeps a log from growing without end: one older file is kept. Call before the writer starts. */
export async function rotateLog(file: string, limit = tenMebibytes): Promise<void> {
  if ((await sizeOf(file)) > limit) await rename(file, `${file}.1`);
}

export const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

/** What was written since the file had `from` bytes; the last lines only. */
export async function logSince(file: string, from: number): Promise<string> {
  const text = await readFile(file).catch(() => Buffer.alloc(0));
  return text.subarray(from).toString('utf8').trim().split('\n').slice(-8).join('\n');
}
