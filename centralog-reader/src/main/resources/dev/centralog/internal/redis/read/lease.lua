-- Extends the caller's own lease, or takes one that has ended (or that ends absurdly far ahead: a clock was wrong). A reader
-- that slept past the end of its own lease takes it like any other reader, and that counts as one more attempt.
--
-- KEYS 1 leases  2 owners  3 sealedCounts
-- ARGV 1 id  2 owner  3 leaseMillis  4 'extend' or 'take'
-- Answers {how often the delivery was taken so far, flag of 'seal'}, {0} if it is not ours to extend or still held, {-1} if
--         there is no lease, {-2} for a lease of nothing, which is removed
-- Cost    O(log D) for D sealed deliveries
redis.call('ZREM', KEYS[1], '') -- as in 'seal'
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local ends, held = redis.call('ZSCORE', KEYS[1], ARGV[1]), redis.call('HGET', KEYS[2], ARGV[1])
if not ends then return {-1} end
if redis.call('TYPE', KEYS[3]).ok ~= 'zset' then
  redis.call('ZREM', KEYS[1], ARGV[1]) -- a stranger's lease, or one whose delivery was removed
  redis.call('HDEL', KEYS[2], ARGV[1])
  return {-2}
end
local owner, attempts, flag = string.match(held or '', '^(%S+) (%d+) ([-a])$')
attempts, flag = math.min(tonumber(attempts) or 0, 1000000000), flag or '-'
if ARGV[4] == 'extend' then
  if owner ~= ARGV[2] then return {0} end
else
  ends = tonumber(ends)
  if ends > ms and ends <= ms + 2 * ARGV[3] then return {0} end
  attempts = attempts + 1
  redis.call('HSET', KEYS[2], ARGV[1], ARGV[2] .. ' ' .. string.format('%d', attempts) .. ' ' .. flag)
end
redis.call('ZADD', KEYS[1], string.format('%.0f', ms + ARGV[3]), ARGV[1])
return {attempts, flag}
