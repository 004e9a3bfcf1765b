import { ok, skipped, warning, type Check } from '../check.js';
import type { Probed } from '../probe.js';

const toleratedSeconds = 60;

export const clockCheck: Check = {
  name: 'clock',
  run: async ({ askTrakt, askBangumi, timeZone, config }) => {
    const offsets = (await Promise.all([askTrakt(), askBangumi()]))
      .map(secondsAhead)
      .filter((seconds) => seconds !== undefined)
      .sort((left, right) => Math.abs(left) - Math.abs(right));
    if (timeZone === undefined) {
      return warning(
        'the time zone of this system is not valid',
        'set TZ to an IANA name, for example TZ=Asia/Shanghai',
      );
    }
    // The nearer one: a service's own clock may be wrong, or a cache have answered.
    const [ahead] = offsets;
    const zones = `system ${timeZone}, schedules ${config.sync.timeZone}`;
    if (ahead === undefined) return skipped(`no service told the time; time zones: ${zones}`);
    if (Math.abs(ahead) <= toleratedSeconds) return ok(`right; time zones: ${zones}`);
    return warning(
      `this clock is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead of' : 'behind'} the services`,
      'switch time synchronisation on (for example: timedatectl set-ntp true); tokens and schedules go wrong otherwise',
    );
  },
};

/** By how much our clock is ahead of the answer's `Date`; an answer from a cache is as old as its `Age`. */
function secondsAhead(probed: Probed): number | undefined {
  if (probed.kind === 'nothing') return undefined;
  const date = Date.parse(probed.headers['date'] ?? '');
  const age = Number(probed.headers['age'] ?? 0);
  const seconds = Math.round((probed.at - date) / 1_000) - age;
  return Number.isFinite(seconds) ? seconds : undefined;
}
