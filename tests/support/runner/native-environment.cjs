const { TestEnvironment } = require('jest-environment-node');

/** Names by which Jest tells kinds of values apart; its own copies know none of the values that code outside its realm makes. */
const kinds = [
  'Array',
  'BigInt',
  'Boolean',
  'Error',
  'Function',
  'Number',
  'Object',
  'String',
  'Symbol',
];

/** The realm of Jest's own code. What it looks at is of Node's realm, see `native-runtime.cjs`. */
module.exports = class NativeEnvironment extends TestEnvironment {
  constructor(...given) {
    super(...given);
    for (const kind of kinds) this.global[kind] = globalThis[kind];
  }
};
