import {
  dataSetNames,
  type DataSetName,
  type DataSetView,
  type IdMapData,
  type Refreshed,
} from '../../areas/matching/index.js';
import { systemClock } from '../../platform/lib/clock.js';
import { InputError } from '../../platform/lib/errors.js';
import { composeAreas, type Areas } from '../compose/areas.js';
import { fromEnvironment } from './from-environment.js';
import { withDatabase } from './with-database.js';

export interface IdMapFlags {
  readonly json?: boolean;
}

export interface RefreshFlags extends IdMapFlags {
  readonly force?: boolean;
}

export interface RollBackFlags extends IdMapFlags {
  readonly set: string;
}

/** `watchflow id-map status` */
export const runIdMapStatus = ({ json = false }: IdMapFlags): Promise<void> =>
  withIdMap(async ({ idMapData }) => {
    const view = await idMapData.view();
    if (json) say(JSON.stringify(view));
    else for (const line of linesOf(view)) say(line);
  });

/** `watchflow id-map refresh`: exit code 1 when a file was not taken for a fault of it or its source. */
export const runRefreshIdMap = ({ json = false, force = false }: RefreshFlags): Promise<void> =>
  withIdMap(async ({ idMapData, audit }) => {
    const ended = await idMapData.refresh({ force });
    await audit.record({
      actor: { kind: 'cli' },
      action: 'id-map.refresh-requested',
      target: { kind: 'job', id: 'id-map-refresh' },
      outcome: 'done',
      detail: { force },
    });
    if (json) say(JSON.stringify(ended));
    else if (ended.length === 0) say('nothing is refreshed: no data file has a source');
    else for (const one of ended) sayRefreshed(one);
    if (ended.some(({ outcome }) => outcome === 'refused' || outcome === 'unreachable'))
      process.exitCode = 1;
  });

/** `watchflow id-map rollback` */
export async function runRollBackIdMap({ json = false, set }: RollBackFlags): Promise<void> {
  const name = toName(set);
  await withIdMap(async ({ idMapData, audit }) => {
    const done = await idMapData.rollBack(name);
    await audit.record({
      actor: { kind: 'cli' },
      action: 'id-map.rolled-back',
      target: { kind: 'data-set', id: name },
      outcome: 'done',
      detail: { from: done.from, to: done.to },
    });
    if (json) say(JSON.stringify(done));
    else say(`${name}: ${done.to ?? withoutIt(name)} counts again, ${done.from} is held back`);
  });
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const withoutIt = (name: DataSetName): string =>
  name === 'bangumi-data' ? 'the packaged one' : 'none';

function toName(text: string): DataSetName {
  const name = dataSetNames.find((one) => one === text);
  if (name !== undefined) return name;
  throw new InputError('id-map', [
    { place: '--set', message: `expected one of ${dataSetNames.join(', ')}` },
  ]);
}

const linesOf = ({ version, placed, sets }: Awaited<ReturnType<IdMapData['view']>>): string[] => [
  `${version}: ${placed} subjects placed`,
  ...sets.flatMap(linesOfSet),
];

function linesOfSet({ name, source, active, versions, lastAttempt }: DataSetView): string[] {
  if (source === null && versions.length === 0) return [`${name}  not refreshed`];
  const counting = active === null ? withoutIt(name) : active.version;
  const attempt =
    lastAttempt === null
      ? 'never refreshed'
      : `last ${lastAttempt.outcome} ${lastAttempt.at.toISOString()}`;
  const kept = versions.map(
    (one) =>
      `  ${one.version}  ${one.fetchedAt.toISOString()}  ${one.placed} of ${one.titles} titles placed${one.rolledBackAt === null ? '' : '  rolled back'}`,
  );
  const fault = lastAttempt?.fault;
  return [
    `${name}  ${counting}  ${source ?? 'not refreshed'}  ${attempt}`,
    ...(fault ? [`  ${fault.message}`] : []),
    ...kept,
  ];
}

function sayRefreshed({ name, version, outcome, fault }: Refreshed): void {
  say([name, outcome, version].filter((part) => part !== null).join('  '));
  if (fault === null) return;
  say(`  ${fault.message}`);
  for (const { place, message } of fault.places) say(`  ${place}: ${message}`);
}

/** Beside a running watchflow or without one. */
async function withIdMap(use: (areas: Areas) => Promise<void>): Promise<void> {
  const { config, log } = fromEnvironment();
  await withDatabase({ config, log }, async (db) => {
    const areas = await composeAreas({ config, db, clock: systemClock, log });
    try {
      await use(areas);
    } finally {
      areas.close();
    }
  });
}
