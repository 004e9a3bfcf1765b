import type { KeyLimits } from '../account.js';

/** Without whatever else a row has. */
export const limitsOf = ({ perMinute, perDay, perMonth }: KeyLimits): KeyLimits => ({
  perMinute,
  perDay,
  perMonth,
});
