import { request } from 'node:http';

interface Taken {
  readonly bytes: number;
  readonly ms: number;
}

/** Reads an answer to its end and keeps nothing of it. Throws unless it is answered 200 and ends whole. */
export const readFile = (address: string, key: string): Promise<Taken> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const asked = request(address, { headers: { authorization: `Bearer ${key}` } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => {
        bytes += part.length;
      });
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve({ bytes, ms: performance.now() - began });
        else reject(new Error(`${address}: ${answer.statusCode ?? 0}`));
      });
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
