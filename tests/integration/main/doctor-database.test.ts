import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPatient, type Patient } from '../../support/examine-at.js';
import { json, startRawServer } from '../../support/raw-server.js';
import { withDatabase } from '../../support/with-database.js';

let patient: Patient;

beforeEach(async () => {
  patient = await createPatient();
});

afterEach(() => patient.remove());

describe('doctor on a database', () => {
  const database = withDatabase();
  const empty = withDatabase({ empty: true });

  it('tells pending migrations from a newer database', async () => {
    const pending = await patient.examine({ DATABASE_URL: empty.url });
    expect(pending.of('database').found).toMatch(/\d+ migrations pending$/);
    expect(pending.of('database').status).toBe('ok');
    await database.db.$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      VALUES ('x', 'x', '99991231235959_of_tomorrow', now(), 1)`;
    const newer = await patient.examine({ DATABASE_URL: database.url });
    expect(newer.of('database').status).toBe('fault');
    expect(newer.of('database').found).toContain('99991231235959_of_tomorrow');
  });

  it('refuses a database of something else', async () => {
    await empty.db.$executeRaw`CREATE TABLE guests (id int)`;
    const { of } = await patient.examine({ DATABASE_URL: empty.url });
    expect(of('database').found).toContain('tables of something else');
  });

  it('refuses an encoding without Chinese and Japanese', async () => {
    const other = new URL(database.url);
    other.pathname = `${other.pathname}_ascii`;
    const name = other.pathname.slice(1);
    await database.db.$executeRawUnsafe(
      `CREATE DATABASE ${name} ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc TEMPLATE template0`,
    );
    const { of } = await patient.examine({ DATABASE_URL: other.href });
    await database.db.$executeRawUnsafe(`DROP DATABASE ${name} WITH (FORCE)`);
    expect(of('database').found).toContain('SQL_ASCII');
    expect(of('database').status).toBe('fault');
  });

  it('says what is wrong with an address', async () => {
    const wrong = new URL(database.url);
    wrong.password = 'planted-wrong';
    const refused = await patient.examine({ DATABASE_URL: wrong.href });
    expect(refused.of('database').found).toContain('password is refused');
    const nowhere = await patient.examine({ DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/x' });
    expect(nowhere.of('database').found).toContain('nothing listens');
    const raw = await startRawServer(() => json({}));
    const web = await patient.examine({
      DATABASE_URL: `${raw.url.replace('http:', 'postgresql:').replace('//', '//u:p@')}/x`,
    });
    await raw.close();
    expect(web.of('database').status).toBe('fault');
  });
});
