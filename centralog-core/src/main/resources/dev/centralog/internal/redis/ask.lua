-- What Redis knows of producers, and which Redis it is.
--
-- KEYS 1 book
-- ARGV 1 a redis id, for a Redis that has none, then 0 to 100 producer ids
-- Answers {ms, redis id, trimmed, a marker for each id or ''}
-- Cost    O(N) for N ids
call('HDEL', KEYS[1], '') -- writes nothing; a replica refuses it, so that what is answered is never an older state of a replica
local ms = millis()
local fields = {}
for i = 2, #ARGV do fields[i - 1] = 'p' .. ARGV[i] end
local known = call('HMGET', KEYS[1], '~id', '~trimmed', unpack(fields))
if not known[1] then
  call('HSETNX', KEYS[1], '~id', ARGV[1])
  known[1] = ARGV[1]
end
return state({}, ms, known, #fields)
