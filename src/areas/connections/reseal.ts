import type { Database } from '../../platform/database/index.js';
import type { SecretBox } from '../../platform/security/secret-box.js';
import { createSealedTokens } from './sealed-tokens.js';
import { createSealedAttempt } from './connecting/sealed-attempt.js';
import type { StoredConnection } from './connection-store.js';
import type { StoredAttempt } from './connecting/attempt-store.js';

interface ResealDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
}

/** Seals anew what was sealed with an older key; answers how many rows. What changes meanwhile is sealed with the newest anyway. Safe to repeat. */
export const createReseal = (deps: ResealDeps) => async (): Promise<number> => {
  const [connections, attempts] = await Promise.all([
    deps.db.connection.findMany(),
    deps.db.connectionAttempt.findMany(),
  ]);
  let resealed = 0;
  for (const row of connections) resealed += await resealConnection(deps, row);
  for (const row of attempts) resealed += await resealAttempt(deps, row);
  return resealed;
};

async function resealConnection({ db, secrets }: ResealDeps, row: StoredConnection) {
  const { userId, service, accessToken, refreshToken } = row;
  if (!isOld(secrets, accessToken) && !isOld(secrets, refreshToken)) return 0;
  const sealed = createSealedTokens(secrets);
  const open = { access: sealed.openAccessToken(row), refresh: sealed.openRefreshToken(row) };
  const { count } = await db.connection.updateMany({
    where: { userId, service, accessToken, refreshToken },
    data: {
      ...(open.access === undefined ? {} : sealed.seal(row, { accessToken: open.access })),
      ...(open.refresh === undefined ? {} : sealed.seal(row, { refreshToken: open.refresh })),
    },
  });
  return count;
}

async function resealAttempt({ db, secrets }: ResealDeps, row: StoredAttempt) {
  const { id, secret, grant } = row;
  if (!isOld(secrets, secret) && !isOld(secrets, grant)) return 0;
  const data = createSealedAttempt(secrets).reseal(row);
  const { count } = await db.connectionAttempt.updateMany({ where: { id, secret, grant }, data });
  return count;
}

const isOld = (secrets: SecretBox, text: string | null): boolean =>
  text !== null && secrets.needsReseal(text);
