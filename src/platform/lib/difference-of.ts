import { isDeepStrictEqual } from 'node:util';

interface Difference {
  readonly before: object;
  readonly after: object;
}

/** The fields that are not as they were, before and after: for the record of a change. */
export function differenceOf(before: object, after: object): Difference {
  const was = new Map<string, unknown>(Object.entries(before));
  const changed = Object.entries(after).filter(
    ([name, value]) => !isDeepStrictEqual(was.get(name), value),
  );
  return {
    before: Object.fromEntries(changed.map(([name]) => [name, was.get(name)])),
    after: Object.fromEntries(changed),
  };
}
