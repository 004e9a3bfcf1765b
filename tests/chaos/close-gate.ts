import type { Season } from '../bench/world.js';
import { closeDatabaseGate, type HeldStatement } from './database-gate.js';
import type { GateProxy, HeldExchange } from './gate-proxy.js';
import type { Gate } from './gate.js';
import type { Point } from './plan-rounds.js';
import { upTo, type Random } from './seeded-random.js';

export interface CloseGateOptions {
  readonly point: Exclude<Point, 'anywhere'>;
  /** The subject that is held, or whose play is. */
  readonly season: Season;
  readonly userId: string;
  readonly databaseUrl: string;
  readonly proxy: GateProxy;
  readonly random: Random;
}

/** Closes the gate at a named point of the person's sync: in front of Bangumi, or in the database. */
export function closeGate(options: CloseGateOptions): Promise<Gate> {
  const { point, season, userId, random } = options;
  const { subjectId } = season;
  const collection = `/v0/users/-/collections/${subjectId}`;
  const atBangumi = (exchange: HeldExchange): Promise<Gate> =>
    Promise.resolve(options.proxy.close(exchange));
  const inDatabase = (held: Omit<HeldStatement, 'databaseUrl' | 'then'>): Promise<Gate> => {
    const then = random() < 0.5 ? 'goes-on' : 'is-broken-off';
    return closeDatabaseGate({ ...held, databaseUrl: options.databaseUrl, then });
  };
  switch (point) {
    case 'half-a-page-staged': {
      const ref = playIn(season, random);
      return inDatabase({
        table: 'staged_plays',
        event: 'INSERT',
        when: `NEW.source_ref = '${ref}'`,
      });
    }
    case 'collected-unanswered':
      return atBangumi({ method: 'POST', path: collection, hold: 'answer' });
    case 'patched-unanswered':
      return atBangumi({ method: 'PATCH', path: `${collection}/episodes`, hold: 'answer' });
    case 'before-read-back':
      // A subject that is new on Bangumi is read for the first time after its PATCH.
      return atBangumi({ method: 'GET', path: `${collection}/episodes`, hold: 'request' });
    case 'before-commit':
      return inDatabase({
        table: 'plays',
        event: 'UPDATE',
        when: `NEW.state = 'proven' AND NEW.subject_id = ${subjectId}`,
      });
    case 'while-closing':
      return inDatabase({
        table: 'sync_runs',
        event: 'UPDATE',
        when: `OLD.status = 'running' AND NEW.status <> 'running' AND NEW.user_id = '${userId}'`,
      });
  }
}

/** The simulator numbers the plays of a season from its show's number on. */
const playIn = ({ show, watched }: Season, random: Random): number =>
  show * 100 + upTo(random, watched);
