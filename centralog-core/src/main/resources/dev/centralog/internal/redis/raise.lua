-- Raises a number in a hash: how many partitions are read. It never gets less.
--
-- KEYS 1 meta
-- ARGV 1 field  2 the least number from now on
-- Answers the number then
-- Cost    O(1)
local least = tonumber(ARGV[2])
local now = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '1')
if now and now >= least then return now end
redis.call('HSET', KEYS[1], ARGV[1], least)
return least
