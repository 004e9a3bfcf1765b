import { messageOf } from '../lib/errors.js';

export type MigrationErrorKind =
  /** The database holds a migration that this version does not know. */
  | 'newer-database'
  /** A migration was changed after it had been applied. */
  | 'edited'
  /** A migration that another tool began was never finished. */
  | 'unfinished'
  /** The database holds tables and none of them is ours. */
  | 'foreign-database'
  /** A migration's own statements were refused; nothing was changed. */
  | 'failed';

const sentences: Record<MigrationErrorKind, (migration: string) => string> = {
  'newer-database': (migration) =>
    `this database was made by a newer watchflow (migration ${migration}); upgrade watchflow or restore a backup`,
  edited: (migration) =>
    `the migration ${migration} is not the one that was applied to this database; restore the released file`,
  unfinished: (migration) =>
    `the migration ${migration} was begun by another tool and not finished; restore a backup, or settle it with "prisma migrate resolve"`,
  'foreign-database': () =>
    'this database holds tables of something else; give watchflow a database of its own',
  failed: (migration) => `the migration ${migration} was refused and nothing was changed`,
};

/** Why a database cannot be brought to this version's schema. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  constructor(
    readonly kind: MigrationErrorKind,
    readonly migration: string,
    options?: ErrorOptions,
  ) {
    const why = options?.cause === undefined ? '' : `: ${messageOf(options.cause)}`;
    super(`${sentences[kind](migration)}${why}`, options);
  }
}
