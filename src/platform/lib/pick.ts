/** The names of a record that are really its own. */
export const namesOf = <T extends object>(record: T): (keyof T)[] =>
  Object.keys(record).filter((name): name is Extract<keyof T, string> =>
    Object.hasOwn(record, name),
  );

/** These properties and no others. */
export const pick = <T, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> =>
  // Every name is there: it is made of exactly those.
  Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
