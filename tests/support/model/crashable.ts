import type { Database } from '../../../src/platform/database/index.js';
import type { CrashPoints } from './crash-points.js';

type Around = CrashPoints['around'];

/** Each call of a method may be the last: before it is made, or before its answer is heard of. */
export const crashable = <T extends object>(client: T, around: Around): T =>
  new Proxy(client, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (!isMethod(value)) return value;
      return (...args: unknown[]) => around(() => call(value, of, args));
    },
  });

/** A database whose every statement and transaction may be the last, also within a transaction. */
export const crashableDatabase = (db: Database, around: Around): Database => inside(db, around);

function inside<T extends object>(target: T, around: Around): T {
  return new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (name === '$transaction' && isMethod(value)) {
        return (work: unknown, ...rest: unknown[]) =>
          around(() => call(value, of, [inTransaction(work, around), ...rest]));
      }
      if (isMethod(value)) return (...args: unknown[]) => lazily(call(value, of, args), around);
      return isObject(value) && typeof name === 'string' ? inside(value, around) : value;
    },
  });
}

const inTransaction = (work: unknown, around: Around): unknown =>
  isMethod(work)
    ? (session: unknown) =>
        call(work, undefined, [isObject(session) ? inside(session, around) : session])
    : work;

/** Prisma's statements start when they are waited for, and a list of them can be handed to one transaction: both are kept. */
function lazily(statement: unknown, around: Around): unknown {
  if (!isObject(statement)) return statement;
  return new Proxy(statement, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (!isMethod(value)) return value;
      if (name === 'then') {
        return (resolve: (answer: unknown) => unknown, reject: (error: unknown) => unknown) =>
          around(() => of).then(resolve, reject);
      }
      return (...args: unknown[]) => call(value, of, args);
    },
  });
}

type Method = (...args: never[]) => unknown;

const isMethod = (value: unknown): value is Method => typeof value === 'function';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

// `Reflect.apply` answers `any`: here it is what it is, something unknown.
function call(method: Method, of: unknown, args: readonly unknown[]): unknown {
  const answer: unknown = Reflect.apply(method, of, args);
  return answer;
}
