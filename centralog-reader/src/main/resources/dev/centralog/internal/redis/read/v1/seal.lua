-- Moves a window that is due aside under a name of its own, so that it can't change any more, and leases it.
--
-- KEYS 1 counts  2 payloads  3 open  4 generation  5 sealedCounts  6 sealedPayloads  7 leases  8 owners
-- ARGV 1 window  2 length  3 grace  4 generation  5 owner  6 leaseMillis  7 generationTtl
-- Answers the number of groups sealed (>= 0), -1 not due, not there, or no counts of ours, -2 the generation has moved on (read it again)
-- Cost    O(log W) for W open windows
redis.call('ZREM', KEYS[7], '') -- writes nothing; a replica refuses it, a full Redis does not, nor what is written behind it
local now = redis.call('TIME')
local t, ms = tonumber(now[1]), now[1] * 1000 + math.floor(now[2] / 1000)
local window = ARGV[1]
local start = tonumber(string.match(window, '^-?%d+'))
if not redis.call('ZSCORE', KEYS[3], window) or t < start + ARGV[2] + ARGV[3] then return -1 end
-- What is no number of ours counts for nothing: the caller has chosen one beyond all then.
local before = redis.pcall('GET', KEYS[4])
local isOurs = not before or (type(before) == 'string' and #before <= 15 and string.match(before, '^%d+$'))
if isOurs and tonumber(before or '0') + 1 ~= tonumber(ARGV[4]) then return -2 end
redis.call('ZREM', KEYS[3], window)
if redis.call('TYPE', KEYS[1]).ok ~= 'zset' then return -1 end
redis.call('SET', KEYS[4], ARGV[4], 'EX', ARGV[7])
redis.call('RENAME', KEYS[1], KEYS[5])
if redis.call('TYPE', KEYS[2]).ok == 'hash' then redis.call('RENAME', KEYS[2], KEYS[6]) end
local id = window .. ':' .. ARGV[4]
redis.call('ZADD', KEYS[7], string.format('%.0f', ms + ARGV[6]), id)
redis.call('HSET', KEYS[8], id, ARGV[5] .. ' 1')
return redis.call('ZCARD', KEYS[5])
