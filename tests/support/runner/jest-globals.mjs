/** What a test file gets by this name: that of the file which runs just now. `native-runtime.cjs` keeps them there. */
const current = (name) =>
  new Proxy(() => undefined, {
    apply: (_target, _self, args) => ofNow(name)(...args),
    get: (_target, property) => ofNow(name)[property],
  });
const ofNow = (name) => globalThis[Symbol.for('watchflow.jest-globals')][name];

export const afterAll = current('afterAll');
export const afterEach = current('afterEach');
export const beforeAll = current('beforeAll');
export const beforeEach = current('beforeEach');
export const describe = current('describe');
export const expect = current('expect');
export const it = current('it');
