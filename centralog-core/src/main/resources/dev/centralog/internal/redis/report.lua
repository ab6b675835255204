#!lua
-- Applies one numbered batch of a producer to one window, whole and once.
--
-- KEYS 1 counts  2 payloads  3 open  4 marker  5 generation
-- ARGV 1 window  2 sequence  3 markerTtl  4 maxGroups  5 maxAge  6 maxAhead  7 N
--      then N groups, N repeats, N payloads ('' for none); the groups are distinct; N <= 1000
-- Answers {1, t, missing...}  applied; the named groups have no payload in this generation yet
--         {0, t, last}        applied before
--         {-2, t, last}       a gap: send again from last + 1
--         {-1, t}             the window is out of range; the number is not consumed
-- Cost    O(N log G) for G groups in the window
--
-- A replay and a gap are told before the window's age is looked at; payloads, index, counts, marker are written in this
-- order. Both matter: see docs/protocol.md.
local call = redis.call
local t = tonumber(call('TIME')[1])
local window, sequence, N = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[7])
local last = tonumber(call('GET', KEYS[4]) or '0')
if sequence <= last then return {0, t, last} end
if sequence ~= last + 1 then return {-2, t, last} end
if window < t - tonumber(ARGV[5]) or window > t + tonumber(ARGV[6]) then return {-1, t} end
for i = 1, N do
  local payload = ARGV[7 + 2 * N + i]
  if payload ~= '' then call('HSETNX', KEYS[2], ARGV[7 + i], payload) end
end
if call('ZADD', KEYS[3], 'NX', ARGV[1], ARGV[1]) == 1 then call('PERSIST', KEYS[5]) end
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
