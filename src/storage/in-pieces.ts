import type { Readable } from 'node:stream';
import { toBytes } from './collect.js';

/** A stream in pieces of this size; the last may be shorter. Nothing for an empty one. */
export async function* inPieces(body: Readable, pieceBytes: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let held = 0;
  for await (const piece of body) {
    waiting.push(toBytes(piece));
    held += waiting.at(-1)?.length ?? 0;
    if (held < pieceBytes) continue;
    let all = Buffer.concat(waiting, held);
    for (; all.length >= pieceBytes; all = all.subarray(pieceBytes))
      yield all.subarray(0, pieceBytes);
    waiting = [all];
    held = all.length;
  }
  if (held > 0) yield Buffer.concat(waiting, held);
}
