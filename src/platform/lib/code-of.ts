/** The `code` of a system error (`ENOENT`), when it has one. Not by `instanceof`: errors of Node's own may come from another realm (as in tests). */
export const codeOf = (thrown: unknown): string | undefined =>
  typeof thrown === 'object' &&
  thrown !== null &&
  'code' in thrown &&
  typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
