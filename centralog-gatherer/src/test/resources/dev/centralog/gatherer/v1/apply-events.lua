-- Continues numbered.lua. Events: counts groups, and keeps the first payload of each.
--
-- ARGV from 8: N groups, N repeats, N payloads ('' for none); 1 <= N <= 1000; a group may stand there twice
-- Answers {1, t, missing...}: the named groups have no payload in this generation yet
-- Cost    O(N log G) for G groups in the window
local payloads, p, isThere, without = {}, 0, {}, {}
for i = 1, N do
  local payload = ARGV[FIRST + 2 * N + i]
  -- Only hashes, 16 bytes long, are under the cap: reserved groups are few, and a drop report must stay one.
  local group, isNew = count(i, #ARGV[FIRST + i] == 16)
  if group == ARGV[FIRST + i] then
    if payload == '' then
      if isNew then without[#without + 1] = group end
    elseif scores[i] then
      call('HSETNX', KEYS[2], group, payload)
    elseif not isThere[group] then
      payloads[p + 1], payloads[p + 2], p, isThere[group] = group, payload, p + 2, true
    end
  end
end
write(payloads)
local answer = {1, t}
for _, group in ipairs(without) do
  if not isThere[group] then answer[#answer + 1] = group end
end
return answer
