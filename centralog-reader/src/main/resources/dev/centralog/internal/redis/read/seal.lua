-- Renames a window that is due to a name of its own, so that it can't change any more, and leases it.
--
-- KEYS 1 counts  2 payloads  3 open  4 book  5 sealedCounts  6 sealedPayloads  7 leases  8 owners
-- ARGV 1 window  2 length  3 grace  4 redis id  5 generation  6 owner  7 leaseMillis  8 maxAhead
-- Answers {the number of names sealed, flag}, {-1} not due or not there, {-2} the generation has moved on (read it again),
--         {-3} another redis id (look again), {-4} the counts are gone, or none of ours
-- Flag    'a' if it was due only as it starts more than maxAhead after Redis's time, else '-'
-- Cost    O(log W) for W open windows
redis.call('ZREM', KEYS[7], '') -- writes nothing; a replica refuses it; a full Redis accepts it, and so the writes after it
local now = redis.call('TIME')
local t, ms = tonumber(now[1]), now[1] * 1000 + math.floor(now[2] / 1000)
local window = ARGV[1]
local field, id = 'g' .. window, window .. ':' .. ARGV[4] .. ':' .. ARGV[5]
local known = redis.call('HMGET', KEYS[4], '~id', field)
if known[1] ~= ARGV[4] then return {-3} end
local start = tonumber(string.match(window, '^-?%d+'))
local isOver = t >= start + ARGV[2] + ARGV[3]
if not redis.call('ZSCORE', KEYS[3], window) or not (isOver or start > t + ARGV[8]) then return {-1} end
-- A foreign value there is ignored: the caller has then chosen a generation beyond all others.
local isOurs = not known[2] or (#known[2] <= 15 and string.match(known[2], '^%d+$'))
if isOurs and tonumber(known[2] or '0') + 1 ~= tonumber(ARGV[5]) then return {-2} end
if redis.call('EXISTS', KEYS[5]) == 1 then -- the generation was forgotten, and this one is in use
  redis.call('HSET', KEYS[4], field, ARGV[5])
  return {-2}
end
local hasCounts, hasPayloads = redis.call('TYPE', KEYS[1]).ok == 'zset', redis.call('TYPE', KEYS[2]).ok == 'hash'
if not hasCounts then
  redis.call('ZREM', KEYS[3], window)
  if hasPayloads then redis.call('UNLINK', KEYS[2]) end
  return {-4}
end
local names = redis.call('ZCARD', KEYS[1])
redis.call('HGET', KEYS[8], id) -- if the key is foreign, this fails before anything is written
local flag = isOver and '-' or 'a'
redis.call('HSET', KEYS[4], field, ARGV[5])
redis.call('HSET', KEYS[8], id, ARGV[6] .. ' 1 ' .. flag)
redis.call('ZADD', KEYS[7], string.format('%.0f', ms + ARGV[7]), id)
redis.call('RENAME', KEYS[1], KEYS[5])
if hasPayloads then redis.call('RENAME', KEYS[2], KEYS[6]) end
redis.call('ZREM', KEYS[3], window)
return {names, flag}
