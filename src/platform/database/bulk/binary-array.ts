/** What an element of each type is given as: times as RFC 3339 text, UUIDs as 32 hexadecimal digits. */
export interface ElementOf {
  readonly text: string;
  readonly int4: number;
  readonly int8: number;
  readonly timestamptz: string;
  readonly uuid: string;
}
export type ElementType = keyof ElementOf;

interface Codec<T> {
  /** Of the element type in PostgreSQL's catalogue. */
  readonly oid: number;
  readonly lengthOf: (value: T) => number;
  readonly write: (into: Buffer, at: number, value: T) => void;
}

/** PostgreSQL counts microseconds from here. */
const epochMs = Date.UTC(2000, 0, 1);

const codecs: { readonly [T in ElementType]: Codec<ElementOf[T]> } = {
  text: {
    oid: 25,
    lengthOf: (value) => Buffer.byteLength(value),
    write: (into, at, value) => into.write(value, at),
  },
  int4: { oid: 23, lengthOf: () => 4, write: (into, at, value) => into.writeInt32BE(value, at) },
  int8: {
    oid: 20,
    lengthOf: () => 8,
    write: (into, at, value) => into.writeBigInt64BE(BigInt(value), at),
  },
  timestamptz: {
    oid: 1184,
    lengthOf: () => 8,
    write: (into, at, value) =>
      into.writeBigInt64BE(BigInt(Date.parse(value) - epochMs) * 1000n, at),
  },
  uuid: {
    oid: 2950,
    lengthOf: () => 16,
    write: (into, at, value) => into.write(value, at, 16, 'hex'),
  },
};

const headerBytes = 20;
const lengthBytes = 4;

/**
 * An array as PostgreSQL's own wire format has it, for a parameter cast to `type[]`. A thousand rows of a kilobyte cost a third of
 * what the text of an array does: nothing is escaped here, nothing parsed there. `null` is SQL's NULL.
 */
export function toBinaryArray<T extends ElementType>(
  type: T,
  values: readonly (ElementOf[T] | null)[],
): Buffer {
  const codec: Codec<ElementOf[T]> = codecs[type];
  const lengths = values.map((value) => (value === null ? null : codec.lengthOf(value)));
  const bytes = lengths.reduce<number>((sum, length) => sum + lengthBytes + (length ?? 0), 0);
  const into = Buffer.allocUnsafe(headerBytes + bytes);
  const header = [1, lengths.includes(null) ? 1 : 0, codec.oid, values.length, 1];
  for (const [index, part] of header.entries()) into.writeInt32BE(part, index * lengthBytes);
  let at = headerBytes;
  for (const [index, value] of values.entries()) {
    const length = lengths[index] ?? null;
    into.writeInt32BE(length ?? -1, at);
    at += lengthBytes;
    if (value === null || length === null) continue;
    codec.write(into, at, value);
    at += length;
  }
  return into;
}
