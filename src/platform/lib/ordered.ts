/** The same content, the same JSON: objects as lists of their entries in the order of their names, at any depth. */
export function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, inner]) => [key, ordered(inner)]);
}
