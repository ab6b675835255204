-- Continues numbered.lua. Events: counts groups, and keeps the first payload of each.
--
-- ARGV from 8: N groups, N repeats, N payloads ('' for none); 1 <= N <= 1000; a group may stand there twice
-- Answers {1, t, missing...}: the named groups have no payload in this generation yet
-- Cost    O(N log G) for G groups in the window
--
-- Payloads, index, counts, marker are written in this order, so that an error in the middle and a retry count once.
-- Each command that a script calls costs more than what most of them do. So groups that the window does not have yet go
-- by one command for all; those that it has, and all where the cap is near, go one by one.
local room = tonumber(ARGV[4]) - call('ZCARD', KEYS[1])
local near = room < N
local scores = near and {} or call('ZMSCORE', KEYS[1], unpack(ARGV, 8, 7 + N))
local payloads, counts, p, c, answer = {}, {}, 0, 0, {1, t}
for i = 1, N do
  local group, payload = ARGV[7 + i], ARGV[7 + 2 * N + i]
  if near or scores[i] then
    if payload ~= '' then call('HSETNX', KEYS[2], group, payload) end
  else
    counts[c + 1], counts[c + 2], c = ARGV[7 + N + i], group, c + 2
    if payload ~= '' then
      payloads[p + 1], payloads[p + 2], p = group, payload, p + 2
    else
      answer[#answer + 1] = group
    end
  end
end
if p > 0 then call('HSET', KEYS[2], unpack(payloads)) end
if call('ZADD', KEYS[3], 'NX', opened, ARGV[1]) == 1 then call('PERSIST', KEYS[5]) end
if c > 0 and call('ZADD', KEYS[1], 'NX', unpack(counts)) < c / 2 then
  local seen = {}
  for i = 2, c, 2 do
    local group = counts[i]
    if seen[group] then call('ZINCRBY', KEYS[1], counts[i - 1], group) end
    seen[group] = true
  end
end
for i = 1, N do
  local group, repeats = ARGV[7 + i], ARGV[7 + N + i]
  if scores[i] then
    call('ZINCRBY', KEYS[1], repeats, group)
  elseif near then
    -- Only hashes, 16 bytes long, are under the cap: reserved groups are few, and a drop report must stay one.
    if room <= 0 and #group == 16 and not call('ZSCORE', KEYS[1], group) then
      call('HDEL', KEYS[2], group)
      call('ZINCRBY', KEYS[1], repeats, '~overflow')
    elseif tonumber(call('ZINCRBY', KEYS[1], repeats, group)) == tonumber(repeats) then
      room = room - 1
      if ARGV[7 + 2 * N + i] == '' then answer[#answer + 1] = group end
    end
  end
end
call('SET', KEYS[4], ARGV[2], 'EX', ARGV[3])
return answer
