import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { temporalCliPath } from '../temporal-cli.js';

const run = promisify(execFile);

/** What an operator does to Schedules with Temporal's own command line. */
export interface OutsideTools {
  pause(scheduleId: string, reason: string): Promise<void>;
  unpause(scheduleId: string, reason: string): Promise<void>;
  trigger(scheduleId: string): Promise<void>;
}

/** The real `temporal`, at this address. */
export async function outsideToolsAt(address: string): Promise<OutsideTools> {
  const program = await temporalCliPath();
  const schedule = async (...args: readonly string[]): Promise<void> => {
    await run(program, ['schedule', ...args, '--address', address], { timeout: 30_000 });
  };
  const toggle = (how: '--pause' | '--unpause', scheduleId: string, reason: string) =>
    schedule('toggle', how, '--schedule-id', scheduleId, '--reason', reason);
  return {
    pause: (scheduleId, reason) => toggle('--pause', scheduleId, reason),
    unpause: (scheduleId, reason) => toggle('--unpause', scheduleId, reason),
    trigger: (scheduleId) => schedule('trigger', '--schedule-id', scheduleId),
  };
}
