import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** All of it, at that place. */
export async function writeAt(handle: FileHandle, text: string, position: number): Promise<number> {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(
      bytes,
      written,
      bytes.length - written,
      position + written,
    );
    written += bytesWritten;
  }
  return bytes.length;
}

/** A name in a folder lasts once the folder is synchronised; Windows knows no such thing. */
export async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  await handle.sync().finally(() => handle.close());
}

const newline = 10;

/** Cuts off half a line, which whoever was killed left at the end. How many bytes stay. */
async function cutHalfLine(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const last = Buffer.alloc(1);
  if (size > 0) await handle.read(last, 0, 1, size - 1);
  if (size === 0 || last[0] === newline) return size;
  const length = (await handle.readFile()).lastIndexOf(newline) + 1;
  await handle.truncate(length);
  return length;
}

/** Adds lines that are on the disk afterwards, all of them or none. */
export async function appendDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const size = await cutHalfLine(handle);
    try {
      await handle.writeFile(text);
      await handle.datasync();
    } catch (error) {
      await handle.truncate(size).catch(() => undefined);
      throw error;
    }
    if (size === 0) await syncFolder(path.dirname(file));
  } finally {
    await handle.close();
  }
}

const pieceLength = 1024 * 1024;

/** So that not each line is a write of its own. */
function* toPieces(lines: readonly string[]): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** The whole file anew, or as it was. Its handle, and how many bytes it has. */
export async function replaceFile(
  file: string,
  lines: readonly string[],
): Promise<{ readonly handle: FileHandle; readonly size: number }> {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w+', 0o600);
  try {
    let size = 0;
    for (const piece of toPieces(lines)) size += await writeAt(handle, piece, size);
    await handle.sync();
    await rename(draft, file);
    return { handle, size };
  } catch (error) {
    await handle.close();
    await rm(draft, { force: true });
    throw error;
  }
}
