import type { ReadableStream as WebStream } from 'node:stream/web';

/** A stream's bytes for the age library, which asks for a web stream of plain arrays. */
export function bytesOf(source: AsyncIterable<Buffer>): WebStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}
