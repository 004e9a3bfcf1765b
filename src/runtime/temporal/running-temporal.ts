import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const addressFile = (dataDir: string): string => path.join(dataDir, 'temporal', 'address');

/** Says to other processes where the embedded server of this data folder is; its ports stay for as long as it runs. */
export const tellAddress = (dataDir: string, address: string): Promise<void> =>
  writeFile(addressFile(dataDir), address);

/** The address of the embedded Temporal server another process runs in this data folder. */
export async function runningTemporal(dataDir: string): Promise<string> {
  try {
    return await readFile(addressFile(dataDir), 'utf8');
  } catch (cause) {
    throw new Error('the embedded Temporal server is still starting: try again in a moment', {
      cause,
    });
  }
}
