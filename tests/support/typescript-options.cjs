/** How tests that run outside Jest's transform are compiled. */
exports.options = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  module: { type: 'es6' },
};
