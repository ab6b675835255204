-- Retires a producer id, so that no batch of it is applied any more, or notes that its producer has ended.
--
-- KEYS 1 book
-- ARGV 1 redis id  2 producer id  3 'r' to retire it, 'c' if its producer has ended
-- Answers {ms, redis id, trimmed, marker}, as it is then; retired under the same redis id, it is final
-- Cost    O(1)
call('HDEL', KEYS[1], '') -- as in 'ask'; and a full Redis runs what follows
local ms = millis()
local field = 'p' .. ARGV[2]
local known = call('HMGET', KEYS[1], '~id', '~trimmed', field)
local last, seen, flag, tokens = read(known[3])
if known[1] == ARGV[1] and flag ~= 'r' and (known[3] or ARGV[3] == 'r') then
  known[3] = marker(last or '0', math.max(seen or 0, stamp(ms, known)), ARGV[3], tokens or '')
  call('HSET', KEYS[1], field, known[3])
end
return state({}, ms, known, 1)
