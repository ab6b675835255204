-- Continues book.lua; 'apply-events' and 'apply-actions' go on where this ends: a numbered batch is applied to one window, whole
-- and once.
--
-- KEYS 1 book  2 open  3 counts  4 payloads
-- ARGV 1 redis id  2 producer id  3 number  4 predecessor  5 token  6 seen  7 window  8 maxNames  9 maxAge  10 maxAhead
--      11 overflow name  12 N  13 process, '' of actions
-- Answers {1, ms, seen, ...}                     applied
--         {0, ms, redis id, trimmed, marker}     not the next one of its id
--         {-1, ms}                               the window is out of range; the number is not consumed
--
-- What is not next is told before the window's age is looked at: see docs/protocol.md.
-- A replica refuses this, so what is answered below is never a replica's; and so does a full Redis, before anything is done.
call('ZADD', KEYS[2], 'XX', 0, '')
local ms = millis()
local t = math.floor(ms / 1000)
local start, sequence, N = tonumber(string.match(ARGV[7], '^-?%d+')), tonumber(ARGV[3]), tonumber(ARGV[12])
local field = 'p' .. ARGV[2]
local known = call('HMGET', KEYS[1], '~id', '~trimmed', field, 'g' .. ARGV[7])
local last, seen, flag, tokens = read(known[3])
local isNext
if known[3] then
  isNext = flag and flag ~= 'r' and tonumber(last) == sequence - 1 and string.sub(tokens, 1, 8) == ARGV[4]
else -- a late copy of one whose marker was trimmed names a time before that
  isNext = sequence == 1 and ARGV[4] == string.rep('\0', 8) and tonumber(ARGV[6]) > trimmed(known)
end
if known[1] ~= ARGV[1] or not isNext then return state({0}, ms, known, 1) end
if start < t - tonumber(ARGV[9]) or start > t + tonumber(ARGV[10]) then return {-1, ms} end
-- What the window stands in the index by if it is not open: its start, or if it was sealed before, now.
local opened = not call('ZSCORE', KEYS[2], ARGV[7]) and (known[4] and ms / 1000 or start)

-- What a name comes to, not what is added: a Redis that is killed while it writes its file may run the torn end of it
-- twice (see docs/protocol.md). And one command for all names: each that a script calls costs more than what it does.
local FIRST = #ARGV - 3 * N
local names = {}
for i = 1, N do
  local group = ARGV[FIRST + i]
  names[i] = #group == 16 and group .. ARGV[13] or group
end
local scores = call('ZMSCORE', KEYS[3], unpack(names))
local room = tonumber(ARGV[8]) - call('ZCARD', KEYS[3])
local sums = {}

-- Counts line i, with those beyond the cap if it is one; answers under which name, and whether the window did not have it.
local function count(i, isCapped)
  local name = names[i]
  local before = sums[name] or scores[i] and tonumber(scores[i])
  local isNew = not before
  if isNew and isCapped and room <= 0 then
    name = ARGV[11]
    before = sums[name] or tonumber(call('ZSCORE', KEYS[3], name) or 0)
  elseif isNew then
    room = room - 1
  end
  local more = ARGV[FIRST + N + i]
  sums[name] = before and before + more or more -- Redis is slow in printing numbers; this is one as it came
  return name, isNew
end

-- The counts are what can't be written twice in vain, and the marker says that they are there: so they come last.
local function write()
  if opened then call('ZADD', KEYS[2], opened, ARGV[7]) end
  local counts, c = {}, 0
  for name, sum in pairs(sums) do
    counts[c + 1], counts[c + 2], c = sum, name, c + 2
  end
  call('ZADD', KEYS[3], unpack(counts))
  local now = math.max(seen or 0, tonumber(ARGV[6]), stamp(ms, known))
  call('HSET', KEYS[1], field, marker(ARGV[3], now, '-', ARGV[5] .. string.sub(tokens or '', 1, 120)))
  return now
end
