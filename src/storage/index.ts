export { openSharedLevel } from './open-shared-level.js';
export { openStorage, type Storage } from './open-storage.js';
export type { ByteRange, ObjectFacts, StorageBackend } from './storage-backend.js';
export { StorageError } from './storage-error.js';
