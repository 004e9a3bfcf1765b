/** Forgets the name of an object that has expired, unless it was just written anew. Keys: the object, names, expiries; argument: its name. */
export const forget = `
  if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
  redis.call('ZREM', KEYS[3], ARGV[1])
  return redis.call('ZREM', KEYS[2], ARGV[1])`;

/**
 * Notes when an object expires, and forgets the names of some that have, so that names are bounded by what is written. A second late, as an
 * object is to have its name as long as it is there. Keys: names, expiries; arguments: its name, how many milliseconds it is kept.
 */
export const rememberExpiry = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('ZADD', KEYS[2], now + ARGV[2] + 1000, ARGV[1])
  local gone = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 100)
  if #gone == 0 then return 0 end
  redis.call('ZREM', KEYS[2], unpack(gone))
  return redis.call('ZREM', KEYS[1], unpack(gone))`;
