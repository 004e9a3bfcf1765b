import { connectDatabase } from '../../../src/platform/database/index.js';
import { createLogger } from '../../../src/platform/observability/create-logger.js';
import { createApiKey } from '../../../src/platform/security/api-key.js';
import { createWorld } from '../../bench/world.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { startStack, type Stack } from '../stack.js';
import { sessionId } from './send-batch.js';

/** A watchflow of processes that can be killed, with a session that `apiKey` may write to. */
export interface RecordsStack {
  readonly stack: Stack;
  readonly dir: string;
  readonly apiKey: string;
  close(): Promise<void>;
}

export async function openRecordsStack(): Promise<RecordsStack> {
  const { dir, remove } = await temporaryFolder('watchflow-chaos-');
  try {
    const stack = await startStack({ dir, traktUrl: nowhere, bangumiUrl: nowhere, idMap });
    const close = () => stack.stop().finally(remove);
    try {
      return { stack, dir, apiKey: await admitWriter(stack), close };
    } catch (error) {
      await stack.stop();
      throw error;
    }
  } catch (error) {
    await remove();
    throw error;
  }
}

async function admitWriter({ databaseUrl }: Stack): Promise<string> {
  const log = createLogger({ level: 'silent', format: 'json' });
  const db = connectDatabase({ url: databaseUrl, poolMax: 1, log });
  try {
    const { key, hash, prefix } = createApiKey();
    const userId = 'u_records';
    await db.user.create({ data: { id: userId, name: 'records' } });
    await db.apiKey.create({
      data: { id: 'k_records', userId, name: 'chaos', hash, prefix, scopes: ['*'] },
    });
    await db.translationSession.create({
      data: {
        userId,
        id: sessionId,
        status: 'processing',
        version: 1,
        fingerprint: '00000000-0000-0000-0000-000000000000',
      },
    });
    return key;
  } finally {
    await db.$disconnect();
  }
}

/** Nobody is asked upstream, but there has to be an id map. */
const nowhere = 'http://127.0.0.1:1';
const { idMap } = createWorld([{ name: 'one', about: 'one', seasons: 1, episodes: 1 }]);
