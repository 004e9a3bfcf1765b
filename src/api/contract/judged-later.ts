import { z } from 'zod';

/** Schemas of items that are documented with a list and looked at one by one, by the area they are for; by the list's schema. */
const itemSchemas = new WeakMap<object, z.ZodType>();

export const itemSchemaOf = (list: object): z.ZodType | undefined => itemSchemas.get(list);

/** Items as they were sent: opaque to whatever looks through a request, for each gets a verdict of its own. */
export class UnjudgedItems {
  readonly #items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.#items = items;
  }

  get all(): readonly unknown[] {
    return this.#items;
  }
}

/** A list whose items are not refused together: one to `most` of them, each of the schema `item` where it is to be taken. */
export function judgedLater(item: z.ZodType, most: number) {
  const list = z.array(z.unknown()).min(1).max(most);
  itemSchemas.set(list, item);
  return list.transform((items) => new UnjudgedItems(items));
}
