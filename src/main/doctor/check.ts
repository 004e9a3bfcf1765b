import type { DoctorContext } from './doctor-context.js';

/** `fault`: watchflow cannot do its work so. `warning`: it can, but somebody should know. */
export type CheckStatus = 'ok' | 'warning' | 'fault' | 'skipped';

export interface Finding {
  readonly status: CheckStatus;
  readonly found: string;
  /** What to do. */
  readonly advice?: string | undefined;
}

/** One question to the installation. Looks, changes nothing, starts no server. */
export interface Check {
  /** In kebab-case; programs know it by this. */
  readonly name: string;
  /** May throw: then the thrown message is the fault. */
  run(context: DoctorContext): Finding | Promise<Finding>;
}

export const ok = (found: string, advice?: string): Finding => ({ status: 'ok', found, advice });
export const warning = (found: string, advice: string): Finding => ({
  status: 'warning',
  found,
  advice,
});
export const fault = (found: string, advice: string): Finding => ({
  status: 'fault',
  found,
  advice,
});
export const skipped = (found: string, advice?: string): Finding => ({
  status: 'skipped',
  found,
  advice,
});

/** Set when one of these variables was refused: what was meant is not known, so its default must not be judged instead. */
export function skippedFor(
  { refused }: Pick<DoctorContext, 'refused'>,
  ...names: readonly string[]
): Finding | undefined {
  const faulty = names.filter((name) => refused.has(name));
  return faulty.length === 0
    ? undefined
    : skipped(`${faulty.join(', ')} cannot be used; see configuration`);
}
