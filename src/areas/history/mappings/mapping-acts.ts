import { InputError, NotFoundError } from '../../../platform/lib/errors.js';
import {
  faultsOfDrafts,
  type Mapping,
  type MappingDraft,
  type MappingFilter,
  type MappingOwner,
  type PlacedDraft,
} from '../../matching/index.js';
import {
  changeMappings,
  type ChangedMappings,
  type ChangeMappingsDeps,
} from './change-mappings.js';
import {
  aDay,
  aMoment,
  askSubjects,
  followed,
  subjectFaults,
  type CheckSubjectsDeps,
} from './check-subjects.js';

export interface MappingActsDeps extends ChangeMappingsDeps, CheckSubjectsDeps {}

export interface ActingOnMappings {
  readonly userId: string;
  /** Whether they may change what is shared by everybody. */
  readonly mayShare: boolean;
}

/** Mappings one by one. Each change is safe to repeat but for `create`, which finds the one that is there in its way. */
export function createMappingActs(deps: MappingActsDeps) {
  const findOwn = async ({ userId, mayShare }: ActingOnMappings, id: string): Promise<Mapping> => {
    const found = await deps.mappings.find(userId, id);
    if (found === undefined || (found.userId === null && !mayShare))
      throw new NotFoundError('There is no mapping of yours with that id.');
    return found;
  };

  return {
    list: (userId: string, filter: MappingFilter) => deps.mappings.list(userId, filter),

    /** One's own, or a shared one. Throws NotFoundError. */
    async find(userId: string, id: string): Promise<Mapping> {
      return findOwn({ userId, mayShare: true }, id);
    },

    /** Throws InputError. */
    async create(
      userId: string,
      owner: MappingOwner,
      draft: MappingDraft,
    ): Promise<ChangedMappings> {
      const wanted = { ...(await checked(deps, userId, draft)), episodeOf: null };
      const wish = { place: '', wanted: [wanted], covers: () => false };
      return changeMappings(deps, { owner, by: userId, origin: 'api', wishes: [wish] });
    },

    /** Throws NotFoundError, InputError. */
    async replace(
      acting: ActingOnMappings,
      id: string,
      draft: MappingDraft,
    ): Promise<ChangedMappings & { readonly mapping: Mapping; readonly before: Mapping }> {
      const before = await findOwn(acting, id);
      const wanted = { ...(await checked(deps, acting.userId, draft)), episodeOf: null };
      const changed = await changeMappings(deps, {
        owner: before.userId,
        by: acting.userId,
        origin: 'api',
        wishes: [{ place: '', wanted: [wanted], covers: (one) => one.id === id }],
        inPlaceOf: before,
      });
      return {
        ...changed,
        before: changed.removed[0] ?? before,
        mapping: changed.added[0] ?? before,
      };
    },

    /** What it held goes back to whatever else decides it. Throws NotFoundError. */
    async remove(
      acting: ActingOnMappings,
      id: string,
    ): Promise<ChangedMappings & { readonly mapping: Mapping }> {
      const mapping = await findOwn(acting, id);
      const changed = await changeMappings(deps, {
        owner: mapping.userId,
        by: acting.userId,
        origin: 'api',
        wishes: [{ place: '', wanted: [], covers: (one) => one.id === id }],
      });
      return { ...changed, mapping };
    },
  };
}

/** The draft with the subject Bangumi knows it by. Throws InputError with every fault. */
async function checked(
  deps: CheckSubjectsDeps,
  userId: string,
  draft: MappingDraft,
): Promise<MappingDraft> {
  const placed: PlacedDraft[] = [{ draft, place: '' }];
  const faults = faultsOfDrafts(placed);
  if (faults.length > 0) throw new InputError('body', faults);
  const subjectIds = draft.subjectId === null ? [] : [draft.subjectId];
  const tablesOf = draft.episodeId === null ? [] : subjectIds;
  for (const maxAge of [aDay, aMoment]) {
    const { subjects } = await askSubjects(deps, userId, {
      subjectIds,
      tablesOf,
      maxAge,
      atMost: Infinity,
    });
    const found = subjectFaults(placed, subjects);
    if (found.length === 0) return followed(draft, subjects);
    if (maxAge === aMoment) throw new InputError('body', found);
  }
  return draft;
}
