import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';

/** Writes the one entry whose path ends as given to a file; throws when there is none. */
export async function unzipEntry(archive: string, ending: string, file: string): Promise<void> {
  const zip = await yauzl.openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith(ending)) continue;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file));
      return;
    }
  } finally {
    zip.close();
  }
  throw new Error(`${archive} holds no ${ending}`);
}
