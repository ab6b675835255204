-- Continues numbered.lua. Events: counts groups, and keeps the first payload of each.
--
-- ARGV from 8: N groups, N repeats, N payloads ('' for none); the groups are distinct; N <= 1000
-- Answers {1, t, missing...}: the named groups have no payload in this generation yet
-- Cost    O(N log G) for G groups in the window
--
-- Payloads, index, counts, marker are written in this order, so that an error in the middle and a retry count once.
for i = 1, N do
  local payload = ARGV[7 + 2 * N + i]
  if payload ~= '' then call('HSETNX', KEYS[2], ARGV[7 + i], payload) end
end
if call('ZADD', KEYS[3], 'NX', opened, ARGV[1]) == 1 then call('PERSIST', KEYS[5]) end
local room = tonumber(ARGV[4]) - call('ZCARD', KEYS[1])
local answer = {1, t}
for i = 1, N do
  local group, repeats = ARGV[7 + i], ARGV[7 + N + i]
  -- Only hashes, 16 bytes long, are under the cap: reserved groups are few, and a drop report must stay one.
  if room <= 0 and #group == 16 and not call('ZSCORE', KEYS[1], group) then
    call('HDEL', KEYS[2], group)
    call('ZINCRBY', KEYS[1], repeats, '~overflow')
  elseif tonumber(call('ZINCRBY', KEYS[1], repeats, group)) == tonumber(repeats) then
    room = room - 1
    if ARGV[7 + 2 * N + i] == '' then answer[#answer + 1] = group end
  end
end
call('SET', KEYS[4], ARGV[2], 'EX', ARGV[3])
return answer
