/** Does what was thrown carry this code of the system or of a library (`EEXIST`, `57P03`)? Works across JavaScript realms. */
export const hasCode = (thrown: unknown, ...codes: readonly string[]): boolean =>
  typeof thrown === 'object' &&
  thrown !== null &&
  'code' in thrown &&
  codes.some((code) => code === thrown.code);
