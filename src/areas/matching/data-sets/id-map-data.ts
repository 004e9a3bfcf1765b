import type { DataSetName, DataSetVersion, RefreshAttempt, Refreshed } from './data-set.js';
import { dataSetNames } from './data-set.js';
import { createDataSetReader } from './data-set-reader.js';
import { createDataSetWriter } from './data-set-writer.js';
import { followIdMaps, type FollowDeps, type IdMaps } from './id-maps.js';
import { refreshDataSet, type RefreshDeps } from './refresh-data-set.js';
import { rollBack, type RolledBack } from './roll-back.js';
import { withoutSecrets } from '../id-map/read-source.js';

export interface IdMapDataDeps
  extends Omit<RefreshDeps, 'writer'>, Omit<FollowDeps, 'reader' | 'pauseMs'> {
  readonly pauseMs?: number | undefined;
}

export interface DataSetView {
  readonly name: DataSetName;
  /** Where it is refreshed from, without secrets; null when it is not. */
  readonly source: string | null;
  /** The version that counts; null when none was taken from that source. */
  readonly active: DataSetVersion | null;
  /** Newest first, the active one among them. */
  readonly versions: readonly DataSetVersion[];
  readonly lastAttempt: RefreshAttempt | null;
}

export interface IdMapView {
  /** As each decision names it. */
  readonly version: string;
  /** Subjects placed. */
  readonly placed: number;
  readonly sets: readonly DataSetView[];
}

export interface IdMapData {
  readonly idMaps: IdMaps;
  /** Every data set that has a source; `force` takes what was rolled back or has shrunk, too. */
  refresh(options?: {
    readonly force?: boolean;
    readonly signal?: AbortSignal | undefined;
  }): Promise<readonly Refreshed[]>;
  /** Throws DataSetError `nothing-to-roll-back`. */
  rollBack(name: DataSetName): Promise<RolledBack>;
  view(): Promise<IdMapView>;
  close(): void;
}

const pauseMs = 30_000;

/** The files that the id map is made of, and the map made of them. Throws InputError as `loadParts` does. */
export async function openIdMapData(deps: IdMapDataDeps): Promise<IdMapData> {
  const reader = createDataSetReader(deps);
  const parts = { ...deps, reader, writer: createDataSetWriter(deps) };
  const maps = await followIdMaps({ ...parts, pauseMs: deps.pauseMs ?? pauseMs });
  const sourceOf = (name: DataSetName): string | null => {
    const source = deps.sources[name];
    return source === undefined ? null : withoutSecrets(source);
  };

  const packagedIfUsed = (name: DataSetName) => {
    const { version, size } = maps.current();
    return name === 'bangumi-data' && deps.named === undefined
      ? { version, placed: size }
      : undefined;
  };

  const viewOf = async (name: DataSetName): Promise<DataSetView> => {
    const source = sourceOf(name);
    const [standings, versions, lastAttempt] = await Promise.all([
      reader.standings(),
      reader.versions(name),
      reader.lastAttempt(name),
    ]);
    const standing = standings.find((one) => one.name === name);
    const active = versions.find(
      (one) => one.version === standing?.version && one.source === source,
    );
    return { name, source, active: active ?? null, versions, lastAttempt };
  };

  return {
    idMaps: maps,
    async refresh({ force = false, signal } = {}) {
      const ended: Refreshed[] = [];
      // One after the other: each holds a whole file in memory.
      for (const name of dataSetNames) {
        signal?.throwIfAborted();
        const source = deps.sources[name];
        if (source === undefined) continue;
        const wish = { name, source, force, inUse: packagedIfUsed(name) };
        ended.push(await refreshDataSet(parts, wish));
      }
      await maps.look();
      return ended;
    },
    async rollBack(name) {
      const done = await rollBack(parts, name);
      await maps.look();
      return done;
    },
    async view() {
      const { version, size } = maps.current();
      return { version, placed: size, sets: await Promise.all(dataSetNames.map(viewOf)) };
    },
    close: () => {
      maps.close();
    },
  };
}
