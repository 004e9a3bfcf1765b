import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { InputError, messageOf } from '../../../platform/lib/errors.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { Audit } from '../../audit/index.js';
import type { Notifications } from '../../notifications/index.js';
import { readSource, withoutSecrets } from '../id-map/read-source.js';
import { versionOf } from '../id-map/version-of.js';
import type { DataSetFault, DataSetName, DataSetVersion, Refreshed } from './data-set.js';
import { packed, type DataSetWriter } from './data-set-writer.js';
import { extentOf, type Extent } from './read-text.js';

export interface RefreshDeps {
  readonly db: Database;
  readonly writer: DataSetWriter;
  readonly clock: Clock;
  readonly log: Logger;
  readonly audit: Pick<Audit, 'record'>;
  readonly notifications: Pick<Notifications, 'notify' | 'wake'>;
  /** Who is told of a file that cannot be used. */
  readonly listAdmins: () => Promise<readonly string[]>;
}

export interface RefreshWish {
  readonly name: DataSetName;
  readonly source: string;
  /** Also what was rolled back, or has shrunk. */
  readonly force: boolean;
  /** What serves while no version from this source counts, if a new one shall not fall short of it. */
  readonly inUse?: Measure | undefined;
}

type Measure = Pick<DataSetVersion, 'version' | 'placed'>;

/** A text that was read, and what is known of it. */
interface Candidate extends RefreshWish {
  readonly text: string;
  readonly version: string;
  readonly at: Date;
}

/** The share of placed titles a file may lose from one version to the next. */
const mostLost = 0.2;

/**
 * Reads a data set anew and lets it count, if it is whole. Whatever goes wrong, what counted before goes on counting. Safe to
 * repeat, and to run twice at once: the same content is taken once.
 */
export async function refreshDataSet(deps: RefreshDeps, wish: RefreshWish): Promise<Refreshed> {
  const { name } = wish;
  const at = deps.clock.now();
  const place = withoutSecrets(wish.source);
  let text: string;
  try {
    text = await readSource(wish.source);
  } catch (error) {
    const fault = unreachable(place, error);
    return ended(deps, { name, version: null, at, outcome: 'unreachable', fault });
  }
  const candidate = { ...wish, source: place, text, version: versionOf(text), at };
  const judged = judge(candidate);
  return judged.kind === 'damaged'
    ? refuse(deps, candidate, judged.fault)
    : take(deps, candidate, judged.extent);
}

const unreachable = (source: string, error: unknown): DataSetFault => ({
  kind: 'unreachable',
  message: `${source} could not be read (${messageOf(error)})`,
  places: [],
});

type Judged =
  | { readonly kind: 'whole'; readonly extent: Extent }
  | { readonly kind: 'damaged'; readonly fault: DataSetFault };

function judge({ name, text, source }: Candidate): Judged {
  try {
    return { kind: 'whole', extent: extentOf(name, text, source) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const message = `what ${source} holds cannot be used`;
    return { kind: 'damaged', fault: { kind: 'damaged', message, places: error.faults } };
  }
}

/** All that is decided against what counts now is decided in the transaction that would replace it. */
async function take(deps: RefreshDeps, candidate: Candidate, extent: Extent): Promise<Refreshed> {
  const { name, version, at, source, text } = candidate;
  const content = await packed(text);
  const ending = await deps.writer.locked(name, async (tx, { activeVersion }) => {
    const known = await deps.writer.find(tx, name, version);
    const active = activeVersion === null ? null : await deps.writer.find(tx, name, activeVersion);
    if (known !== null && active?.version === version && active.source === source)
      return { at, outcome: 'unchanged', fault: null } as const;
    const fault = candidate.force ? null : objectionTo(candidate, extent, { known, active });
    if (fault !== null)
      return {
        at,
        outcome: fault.kind === 'rolled-back' ? 'held-back' : 'refused',
        fault,
      } as const;
    const size = Buffer.byteLength(text);
    await deps.writer.activate(tx, name, {
      ...extent,
      version,
      source,
      fetchedAt: at,
      size,
      text: content,
    });
    await deps.writer.recordAttempt(name, { at, outcome: 'taken', fault: null }, tx);
    await deps.audit.record(
      { ...recordOf(name, 'taken'), detail: { version, source, size, ...extent } },
      tx,
    );
    return { at, outcome: 'taken', fault: null } as const;
  });
  if (ending.outcome === 'taken') {
    deps.log.info({ dataSet: name, version, source, ...extent }, 'a part of the id map was taken');
    return { name, version, ...ending };
  }
  return ending.outcome === 'refused'
    ? refuse(deps, candidate, ending.fault)
    : ended(deps, { name, version, ...ending });
}

interface Others {
  readonly known: DataSetVersion | null;
  readonly active: DataSetVersion | null;
}

/** A version from elsewhere is no measure: another file may rightly be smaller. */
function objectionTo(
  { source, version, inUse }: Candidate,
  { placed }: Extent,
  { known, active }: Others,
): DataSetFault | null {
  if (known?.rolledBackAt != null) {
    const message = `${version} was rolled back, and ${source} has not changed since`;
    return { kind: 'rolled-back', message, places: [] };
  }
  const measure = active?.source === source ? active : inUse;
  if (measure === undefined || placed >= measure.placed * (1 - mostLost)) return null;
  const message = `${source} places ${placed} titles, where ${measure.version} places ${measure.placed}`;
  return { kind: 'shrunken', message, places: [] };
}

/** Told once for each content, however often it is read. */
async function refuse(
  deps: RefreshDeps,
  { name, version, at }: Candidate,
  fault: DataSetFault,
): Promise<Refreshed> {
  const admins = await deps.listAdmins();
  const once = `id-map-refused/${name}/${version}`;
  await deps.db.$transaction(async (tx: DatabaseSession) => {
    for (const userId of admins)
      await deps.notifications.notify(
        {
          userId,
          event: 'id-map.refused',
          dedupeKey: `${name}/${version}`,
          data: { dataSet: name, reason: fault.kind === 'shrunken' ? 'shrunken' : 'damaged' },
        },
        tx,
      );
    await deps.audit.record({ ...recordOf(name, 'refused'), detail: { version, fault }, once }, tx);
  });
  deps.notifications.wake();
  return ended(deps, { name, version, at, outcome: 'refused', fault });
}

async function ended(deps: RefreshDeps, refreshed: Refreshed): Promise<Refreshed> {
  const { name, version, outcome, fault } = refreshed;
  await deps.writer.recordAttempt(name, refreshed);
  if (fault !== null)
    deps.log.warn(
      { dataSet: name, version, outcome, fault },
      'a part of the id map stays as it is',
    );
  return refreshed;
}

const recordOf = (name: DataSetName, became: 'taken' | 'refused') =>
  ({
    actor: { kind: 'system', name: 'id-map' },
    action: `id-map.${became}`,
    target: { kind: 'data-set', id: name },
    outcome: became === 'taken' ? 'done' : 'refused',
  }) as const;
