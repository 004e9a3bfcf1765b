export { openSharedLevel } from './open-shared-level.js';
export { openStorage, type Storage } from './open-storage.js';
