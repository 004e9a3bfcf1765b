import { createIdMap, followMerges, loadIdMap } from '../../../src/areas/matching/index.js';
import type { Facts, IdMap, MediaItem } from '../../../src/areas/matching/index.js';
import { readCaseFile } from '../../../src/main/match/case-file.js';
import type { CaseFile, MatchingCase } from '../../../src/main/match/case-file.js';
import { judgeCase } from '../../../src/main/match/judge-case.js';
import type { Judged } from '../../../src/main/match/judge-case.js';
import { toItem, toMapItems } from '../../../src/main/match/pool.js';
import { collectLog } from '../collect-log.js';
import { decideIn } from './decide.js';
import type { Situation } from './mutations.js';
import { toFacts } from './pool-facts.js';

/** Real titles: the known cases, those made from the traps of the field, those without a right answer, and the whole breadth of years and kinds. */
const caseFiles = [
  'matching-cases',
  'matching-cases-traps',
  'matching-cases-none',
  'matching-cases-breadth',
] as const;

const pathOf = (name: (typeof caseFiles)[number]) => `tests/support/data/${name}.json`;

export interface CaseWorld {
  readonly given: MatchingCase;
  readonly file: CaseFile;
  readonly item: MediaItem;
  readonly facts: Facts;
  readonly idMap: IdMap;
  /** Name of the case, the numbering and the id map. */
  readonly name: string;
}

/** Every case under every numbering, with either id map, and its pool as all there is on Bangumi. */
export async function readCaseWorlds(): Promise<CaseWorld[]> {
  const packaged = await loadIdMap({ log: collectLog().log });
  const files = await Promise.all(caseFiles.map((name) => readCaseFile(pathOf(name))));
  return files.flatMap((file) => {
    const facts = toFacts(file);
    const idMaps = { packaged, pool: createIdMap(toMapItems(file), 'pool') };
    return Object.entries(idMaps).flatMap(([which, idMap]) =>
      file.cases.flatMap((given) =>
        [undefined, ...given.alternate_inputs].map((numbers) => ({
          given,
          file,
          facts,
          idMap,
          item: toItem(file, given, numbers),
          name: `${given.id} (${numbers?.numbering ?? 'as given'}, ${which})`,
        })),
      ),
    );
  });
}

/** What the engine makes of it, held against what is expected. */
export function judge({ given, file }: CaseWorld, { item, facts, idMap }: Situation): Judged {
  const { decision } = decideIn(item, { idMap, facts, liveAction: 'all' });
  const tableOf = (subjectId: number) => {
    const into = file.subjects[String(subjectId)]?.merged_into;
    if (into == null) return undefined;
    return { content: { kind: 'merged', into, rows: [] } as const, at: new Date(0) };
  };
  return judgeCase(given, followMerges(decision, { tableOf }), facts);
}
