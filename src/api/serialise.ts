/** JSON of anything a handler answers: 64-bit integers as decimal text, dates as RFC 3339 in UTC. */
export const serialise = (body: unknown): string =>
  JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
