export { createRedisBackend } from './create-redis-backend.js';
export { connectRedis } from './redis-link.js';
