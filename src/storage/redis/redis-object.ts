/** Time of writing, in front of the bytes: one value is replaced as a whole. */
export const headerBytes = 8;

export function toValue(bytes: Buffer, writtenAt: Date): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeBigInt64BE(BigInt(writtenAt.getTime()));
  return Buffer.concat([header, bytes]);
}

export const toWrittenAt = (header: Buffer): Date => new Date(Number(header.readBigInt64BE()));
