import { startChild } from './children/child.js';
import type { FilesOffer, FilesPlace } from './children/files-child.js';
import { startS3Server } from './files/s3-server.js';
import { fetchFile, sendFile } from './files/transfer.js';
import { limitsOff, type Bench } from './report.js';

const mebibyte = 1024 * 1024;
/** What the process may grow by, MiB. */
const mostGrowth = 100;

/** Scale: size of the file in MiB, 2,048 unless told otherwise. */
export const filesBench: Bench = async ({ scale }, say) => {
  const bytes = Number(scale[0] ?? 2_048) * mebibyte;
  const s3 = await startS3Server();
  if (s3 === undefined) say('no server that speaks S3 can be had here');
  const places: FilesPlace[] = [
    { backend: 'local' },
    { backend: 'postgres' },
    ...(s3 === undefined ? [] : [{ backend: 's3', endpoint: s3.url } as const]),
  ];
  const rows = [];
  try {
    for (const place of places) {
      const measured = await measure(place, bytes);
      say(
        measured
          .map(({ backend, what, 'growth MiB': growth }) => `${backend} ${what} ${growth}`)
          .join(', '),
      );
      rows.push(...measured);
    }
  } finally {
    s3?.stop();
  }
  const most = Math.max(...rows.map((row) => row['growth MiB']));
  return {
    limiter: limitsOff,
    notes: [
      `A file of ${bytes / mebibyte} MiB over HTTP, made and hashed by another process. Resident memory of the process that serves, sampled`,
      'every 20 ms: its highest less what it was before, after 32 MiB to warm up. The database and S3 (moto) are processes of their own.',
    ],
    rows,
    raw: rows,
    failure: most < mostGrowth ? undefined : `grew by ${most} MiB; ${mostGrowth} are allowed`,
  };
};

async function measure(place: FilesPlace, bytes: number) {
  const child = startChild<FilesOffer>('./files-child.js');
  try {
    const where = await child.ask.start(place);
    const warm = await sendFile(where, 32 * mebibyte);
    await fetchFile(where, warm.id);
    const before = await child.ask.mark();
    const sent = await sendFile(where, bytes);
    const sending = await child.ask.highest();
    const between = await child.ask.mark();
    const fetched = await fetchFile(where, sent.id);
    const fetching = await child.ask.highest();
    if (fetched.sha256 !== sent.sha256) throw new Error(`${place.backend}: other bytes came back`);
    const toRow = (what: string, seconds: number, [from, to]: readonly [number, number]) => ({
      backend: place.backend,
      what,
      'MiB/s': Math.round(bytes / mebibyte / seconds),
      'before MiB': Math.round(from / mebibyte),
      'growth MiB': Math.round((to - from) / mebibyte),
    });
    return [
      toRow('upload', sent.seconds, [before, sending]),
      toRow('download', fetched.seconds, [between, fetching]),
    ];
  } finally {
    await child.end();
  }
}
