const lineFeed = 0x0a;

/** Lines that end in a line feed, and in nothing else that some take for an end of a line: titles may hold those. */
export async function* splitLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let begun: Buffer[] = [];
  for await (const chunk of bytes) {
    let from = 0;
    for (let to = chunk.indexOf(lineFeed); to !== -1; to = chunk.indexOf(lineFeed, from)) {
      begun.push(chunk.subarray(from, to));
      yield Buffer.concat(begun).toString('utf8');
      begun = [];
      from = to + 1;
    }
    begun.push(chunk.subarray(from));
  }
  if (begun.some(({ length }) => length > 0)) throw new Error('its last line is cut off');
  return undefined;
}
