-- Continues numbered.lua. Events: counts groups by process, and keeps the first payload of each group.
--
-- ARGV from 14: N groups, N repeats, N payloads ('' for none); 1 <= N <= 1000; a group may stand there twice
-- Answers {1, ms, seen, missing...}: the named groups have no payload in this generation yet
-- Cost    O(N log G) for G names in the window
local payloads, brings, without = {}, {}, {}
for i = 1, N do
  local group, payload = ARGV[FIRST + i], ARGV[FIRST + 2 * N + i]
  -- Only hashes, 16 bytes long, are under the cap: reserved names are few, and a drop report must stay one.
  local name, isNew = count(i, #group == 16)
  if name == names[i] then
    if payload ~= '' then
      if not brings[group] then payloads[#payloads + 1], brings[group] = group, payload end
    elseif isNew then
      without[#without + 1] = group
    end
  end
end
local missing = {}
for _, group in ipairs(without) do
  if not brings[group] and call('HEXISTS', KEYS[4], group) == 0 then missing[#missing + 1] = group end
end
for _, group in ipairs(payloads) do call('HSETNX', KEYS[4], group, brings[group]) end
return {1, ms, write(), unpack(missing)}
