-- The head of 'apply-events' and 'apply-actions', which go on where this ends: a numbered batch is applied to one window whole and once.
--
-- KEYS 1 counts  2 payloads  3 open  4 marker  5 generation
-- ARGV 1 window  2 sequence  3 markerTtl  4 maxGroups  5 maxAge  6 maxAhead  7 N
-- Answers {1, t, ...}    applied
--         {0, t, last}   applied before
--         {-2, t, last}  a gap: send again all that is unconfirmed
--         {-1, t}        the window is out of range; the number is not consumed
--
-- What was applied before, and a gap, are told before the window's age is looked at: see docs/protocol.md.
local call = redis.call
-- A replica refuses this, so what is answered below is never a replica's; and so does a full Redis, before anything is done.
call('ZADD', KEYS[3], 'XX', 0, '')
local now = call('TIME')
local t = tonumber(now[1])
local start, sequence, N = tonumber(string.match(ARGV[1], '^-?%d+')), tonumber(ARGV[2]), tonumber(ARGV[7])
local last = tonumber(call('GET', KEYS[4]) or '0')
if sequence <= last then return {0, t, last} end
if sequence ~= last + 1 then return {-2, t, last} end
if start < t - tonumber(ARGV[5]) or start > t + tonumber(ARGV[6]) then return {-1, t} end
-- What the window stands in the index by if it is not open: its start, or if it was sealed before, now.
local opened = call('EXISTS', KEYS[5]) == 0 and start or t + math.floor(now[2] / 1000) / 1000

-- What a group comes to, not what is added: a Redis that is killed while it writes its file may run the torn end of it
-- twice (see docs/protocol.md). And one command for all groups: each that a script calls costs more than what it does.
local FIRST = #ARGV - 3 * N
local scores = call('ZMSCORE', KEYS[1], unpack(ARGV, FIRST + 1, FIRST + N))
local room = tonumber(ARGV[4]) - call('ZCARD', KEYS[1])
local sums = {}

-- Counts line i, with those beyond the cap if it is one; answers where, and whether the window did not have that group.
local function count(i, isCapped)
  local group = ARGV[FIRST + i]
  local before = sums[group] or scores[i] and tonumber(scores[i])
  local isNew = not before
  if isNew and isCapped and room <= 0 then
    group = '~overflow'
    before = sums[group] or tonumber(call('ZSCORE', KEYS[1], group) or 0)
  elseif isNew then
    room = room - 1
  end
  local more = ARGV[FIRST + N + i]
  sums[group] = before and before + more or more -- Redis is slow in printing numbers; this is one as it came
  return group, isNew
end

-- Adding is not idempotent, so this comes after all that may fail: an error leaves nothing behind.
local function write(payloads)
  local isOpen = call('ZSCORE', KEYS[3], ARGV[1])
  if #payloads > 0 then call('HSET', KEYS[2], unpack(payloads)) end
  if not isOpen then
    call('ZADD', KEYS[3], opened, ARGV[1])
    call('PERSIST', KEYS[5])
  end
  local counts, c = {}, 0
  for group, sum in pairs(sums) do
    counts[c + 1], counts[c + 2], c = sum, group, c + 2
  end
  call('ZADD', KEYS[1], unpack(counts))
  call('SET', KEYS[4], ARGV[2], 'EX', ARGV[3])
end
