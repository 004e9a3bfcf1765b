import { randomUUID } from 'node:crypto';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { InputError } from '../../../platform/lib/errors.js';
import type { Mapping, MappingOrigin, MappingOwner, MappingStore } from '../../matching/index.js';
import { releaseMapped, type Released } from '../ledger/release-mapped.js';
import { planChanges, type MappingWish } from './plan-changes.js';

export interface ChangeMappingsDeps {
  readonly db: Database;
  readonly mappings: MappingStore;
  readonly clock: Clock;
}

export interface ChangeMappings {
  readonly owner: MappingOwner;
  /** Who wishes it. */
  readonly by: string;
  readonly origin: MappingOrigin;
  readonly wishes: readonly MappingWish[];
  /** For one that takes the place of another: its id and time. */
  readonly inPlaceOf?: Pick<Mapping, 'id' | 'createdAt'> | undefined;
  /** Nothing is changed; what would be is answered. */
  readonly isDryRun?: boolean | undefined;
}

export interface ChangedMappings {
  readonly added: readonly Mapping[];
  readonly removed: readonly Mapping[];
  readonly released: readonly Released[];
}

/**
 * Changes mappings of one owner and puts the plays they are about back into line, in one transaction. Safe to repeat: wishes
 * that are met change nothing and release nothing. Throws InputError with every fault; then nothing was changed.
 */
export const changeMappings = (
  { db, mappings, clock }: ChangeMappingsDeps,
  { owner, by, origin, wishes, inPlaceOf, isDryRun = false }: ChangeMappings,
): Promise<ChangedMappings> =>
  db.$transaction(async (tx) => {
    await mappings.lock(tx, owner);
    const { remove, add, faults } = planChanges(await mappings.ofOwnerIn(tx, owner), wishes);
    if (faults.length > 0) throw new InputError('body', faults);
    const now = clock.now();
    const added = add.map((draft): Mapping => ({
      ...draft,
      id: inPlaceOf?.id ?? randomUUID(),
      userId: owner,
      origin,
      createdBy: by,
      createdAt: inPlaceOf?.createdAt ?? now,
      updatedAt: now,
    }));
    if (isDryRun) return { added, removed: remove, released: [] };
    await mappings.remove(
      tx,
      remove.map(({ id }) => id),
    );
    await mappings.add(tx, added);
    const released = await releaseMapped(tx, owner, [...remove, ...added]);
    return { added, removed: remove, released };
  });
