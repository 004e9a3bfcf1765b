import type { Fault } from '../../../platform/lib/errors.js';
import {
  clashesWith,
  isSameAim,
  targetKey,
  type Mapping,
  type MappingDraft,
} from '../../matching/index.js';

/** A mapping that is wanted, and where its episode lies when it is of one. */
export type WantedMapping = MappingDraft & Pick<Mapping, 'episodeOf'>;

/** Something about which an owner's mappings shall say this and nothing else. */
export interface MappingWish {
  /** Where it was said: a JSON pointer. */
  readonly place: string;
  readonly wanted: readonly WantedMapping[];
  /** Of mappings that are there: these give way. */
  readonly covers: (mapping: WantedMapping & { readonly id?: string }) => boolean;
}

export interface MappingChanges {
  readonly remove: readonly Mapping[];
  readonly add: readonly WantedMapping[];
  readonly faults: readonly Fault[];
}

interface Entry {
  readonly draft: WantedMapping & { readonly id?: string };
  readonly place: string;
  /** Undefined for one that is wanted now. */
  readonly mapping: Mapping | undefined;
}

/** What has to change so that every wish is met. A wish that is met already changes nothing. */
export function planChanges(
  existing: readonly Mapping[],
  wishes: readonly MappingWish[],
): MappingChanges {
  const faults: Fault[] = [];
  let entries = existing.map((mapping): Entry => ({
    draft: mapping,
    place: `mapping ${mapping.id}`,
    mapping,
  }));
  for (const wish of wishes) {
    const met = meet(wish, entries);
    faults.push(...met.faults);
    entries = met.entries;
  }
  const kept = new Set(entries.flatMap(({ mapping }) => mapping ?? []));
  return {
    remove: existing.filter((mapping) => !kept.has(mapping)),
    add: entries.flatMap(({ draft, mapping }) => (mapping === undefined ? [draft] : [])),
    faults,
  };
}

function meet(
  { place, wanted, covers }: MappingWish,
  entries: readonly Entry[],
): { readonly entries: Entry[]; readonly faults: readonly Fault[] } {
  const isWanted = ({ draft }: Entry) => wanted.some((one) => isSame(one, draft));
  const covered = entries.filter(({ draft }) => covers(draft));
  const kept = covered.filter(isWanted);
  const left = entries.filter((entry) => !covered.includes(entry) || kept.includes(entry));
  const contradicted = covered.find((entry) => entry.mapping === undefined && !isWanted(entry));
  const fresh = wanted.filter((one) => !kept.some(({ draft }) => isSame(one, draft)));
  const faults = [
    ...(contradicted === undefined
      ? []
      : [{ place, message: `is about what ${contradicted.place} says something else of` }]),
    ...fresh.flatMap((draft) => clashesWith({ draft, place }, left)),
  ];
  return {
    entries: [...left, ...fresh.map((draft): Entry => ({ draft, place, mapping: undefined }))],
    faults,
  };
}

const isSame = (one: MappingDraft, other: MappingDraft): boolean =>
  targetKey(one) === targetKey(other) && isSameAim(one, other) && one.note === other.note;
