export type { Cache } from './cache.js';
export { noCaches, openCaches, type Caches, type OpenCaches } from './caches.js';
export { forgottenForMs, type SharedLevel, type SharedText } from './shared-level.js';
