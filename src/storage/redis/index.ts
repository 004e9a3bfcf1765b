export { createRedisBackend } from './create-redis-backend.js';
export { createRedisLevel } from './redis-level.js';
export { connectRedis } from './redis-link.js';
