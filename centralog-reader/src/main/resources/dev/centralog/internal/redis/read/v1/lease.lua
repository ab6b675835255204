-- Extends one's own lease, or takes one that has ended (or that ends absurdly far ahead: a clock was wrong). Who slept
-- through the end of its own takes it as anybody does: that counts.
--
-- KEYS 1 leases  2 owners  3 sealedCounts
-- ARGV 1 id  2 owner  3 leaseMillis  4 'extend' or 'take'
-- Answers how often the delivery was taken so far, 0 if it is not ours to extend or still held, -1 when it is gone
-- Cost    O(log D) for D sealed deliveries
redis.call('ZREM', KEYS[1], '') -- as in 'seal'
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local ends, held = redis.call('ZSCORE', KEYS[1], ARGV[1]), redis.call('HGET', KEYS[2], ARGV[1])
if ends and redis.call('TYPE', KEYS[3]).ok ~= 'zset' then
  redis.call('ZREM', KEYS[1], ARGV[1]) -- a lease of nothing: a stranger's, or what it was of was taken away
  redis.call('HDEL', KEYS[2], ARGV[1])
  return -1
end
if not ends then return -1 end
local owner, attempts = string.match(held or '', '^(%S+) (%d+)$')
attempts = math.min(tonumber(attempts) or 0, 1000000000)
if ARGV[4] == 'extend' then
  if owner ~= ARGV[2] then return 0 end
else
  ends = tonumber(ends)
  if ends > ms and ends <= ms + 2 * ARGV[3] then return 0 end
  attempts = attempts + 1
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2] .. ' ' .. string.format('%d', attempts))
end
redis.call('ZADD', KEYS[1], string.format('%.0f', ms + ARGV[3]), ARGV[1])
return attempts
