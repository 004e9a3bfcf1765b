/**
 * A condensed schema: `'string'`, `'integer|null'`, `'=asc,desc'` (one of these), `[shape]`, `{ key: shape, 'maybe?': shape }`,
 * `{ oneOf: [shapes] }`.
 */
export type Shape =
  string | readonly [Shape] | { readonly [key: string]: Shape | readonly Shape[] };

/** Where a value is not as the shape says, as `/0/ids/trakt: expected integer`; keys the shape does not name are faults. */
export function shapeFaults(shape: Shape, value: unknown, at = ''): string[] {
  if (typeof shape === 'string') return isOfType(shape, value) ? [] : [`${at}: expected ${shape}`];
  if (isList(shape)) {
    if (!Array.isArray(value)) return [`${at}: expected a list`];
    return value.flatMap((each, index) => shapeFaults(shape[0], each, `${at}/${index}`));
  }
  const { oneOf } = shape;
  return Array.isArray(oneOf)
    ? faultsOfNearest(oneOf as readonly Shape[], value, at)
    : memberFaults(shape as Readonly<Record<string, Shape>>, value, at);
}

const isList = (shape: Exclude<Shape, string>): shape is readonly [Shape] => Array.isArray(shape);

function faultsOfNearest(shapes: readonly Shape[], value: unknown, at: string): string[] {
  const tries = shapes.map((shape) => shapeFaults(shape, value, at));
  return tries.reduce((best, next) => (next.length < best.length ? next : best));
}

function memberFaults(
  shape: Readonly<Record<string, Shape>>,
  value: unknown,
  at: string,
): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${at}: expected an object`];
  const members = new Map<string, unknown>(Object.entries(value));
  const known = Object.entries(shape).flatMap(([key, of]) => {
    const name = key.replace(/\?$/, '');
    const isThere = members.has(name);
    const member = members.get(name);
    members.delete(name);
    if (isThere) return shapeFaults(of, member, `${at}/${name}`);
    return key.endsWith('?') ? [] : [`${at}/${name}: missing`];
  });
  return [...known, ...[...members.keys()].map((name) => `${at}/${name}: not named`)];
}

function isOfType(shape: string, value: unknown): boolean {
  const [type = '', orNull] = shape.split('|');
  if (value === null) return type === 'null' || orNull === 'null';
  if (type.startsWith('='))
    return typeof value === 'string' && type.slice(1).split(',').includes(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}
