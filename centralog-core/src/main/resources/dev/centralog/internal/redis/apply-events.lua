-- Continues numbered.lua. Events: counts groups by process, keeps the first payload of each group, and samples of its events.
--
-- ARGV 14 what the process says of itself, or ''  15 the process of the samples  16 samples that the process has left out
--      17 the name to count these under  18 the name for those that are left out here  19 maxSamples  20 S
--      then S times: a line's number, from 1, negative if it is the event of that line's payload; sequence; sample, or ''
--      then N groups, N repeats, N payloads ('' for none); 1 <= N <= 1000; a group may stand there twice
-- Answers {1, ms, seen, missing...}: the named groups have no payload in this generation yet
-- Cost    O(N log G + S) for G names in the window
--
-- In the HASH: group -> payload; group, process, sequence -> sample; group 's' -> which samples there are, see below;
-- process -> what it says of itself.
local MAX_SAMPLE_BYTES = 1048576 -- of a group, so that readers never have to hold more
local FIRST_SAMPLE, S = 20, tonumber(ARGV[20])

local payloads, brings, without, isCounted = {}, {}, {}, {}
for i = 1, N do
  local group, payload = ARGV[FIRST + i], ARGV[FIRST + 2 * N + i]
  -- Only hashes, 16 bytes long, are under the cap: reserved names are few, and a drop report must stay one.
  local name, isNew = count(i, #group == 16)
  isCounted[i] = name == names[i]
  if isCounted[i] then
    if payload ~= '' then
      if not brings[group] then payloads[#payloads + 1], brings[group] = group, i end
    elseif isNew then
      without[#without + 1] = group
    end
  end
end
local missing = {}
for _, group in ipairs(without) do
  if not brings[group] and call('HEXISTS', KEYS[4], group) == 0 then missing[#missing + 1] = group end
end

-- The samples of groups: 'o' or 'b' (whether the event of the payload is counted in this window, or was before), their size
-- in 8 digits, then process and sequence of each. Without any it is missing, if it would have an 'o'.
local ownOf, bearers, indexOf = {}, {}, {}
for k = 0, S - 1 do
  local line = tonumber(ARGV[FIRST_SAMPLE + 3 * k + 1])
  local group = ARGV[FIRST + math.abs(line)]
  if line < 0 then ownOf[-line] = true end
  if not indexOf[group] then bearers[#bearers + 1], indexOf[group] = group, {} end
end
for _, group in ipairs(payloads) do
  if #group == 16 and not ownOf[brings[group]] and not indexOf[group] then bearers[#bearers + 1], indexOf[group] = group, {} end
end
if #bearers > 0 then
  local fields = {}
  for i, group in ipairs(bearers) do fields[i] = group .. 's' end
  for i, text in ipairs(call('HMGET', KEYS[4], unpack(fields))) do
    local flag, bytes, all = string.match(text or 'o00000000', '^([ob])(%d%d%d%d%d%d%d%d)(.*)$')
    indexOf[bearers[i]] = {flag = flag or 'o', bytes = tonumber(bytes or '0'), all = all or ''}
  end
end

-- Whether the index names it: a Redis that was killed while it wrote its file may have stored it before.
local function has(all, entry)
  local at = 1
  while true do
    local found = string.find(all, entry, at, true)
    if not found or found % 16 == 1 then return found end
    at = found + 1
  end
end

local won = {}
for _, group in ipairs(payloads) do
  if call('HSETNX', KEYS[4], group, ARGV[FIRST + 2 * N + brings[group]]) == 1 then
    won[brings[group]] = true
    local index = indexOf[group]
    if index then
      local flag = ownOf[brings[group]] and 'o' or 'b'
      index.isChanged, index.flag = index.isChanged or flag ~= index.flag, flag
    end
  end
end
local kept, leftOut = {}, 0
for k = 0, S - 1 do
  local at = FIRST_SAMPLE + 3 * k
  local line, sample = tonumber(ARGV[at + 1]), ARGV[at + 3]
  local group = ARGV[FIRST + math.abs(line)]
  local index, entry = indexOf[group], ARGV[15] .. ARGV[at + 2]
  if not isCounted[math.abs(line)] then
    leftOut = leftOut + 1
  elseif not (line < 0 and won[-line]) and not has(index.all, entry) then
    local bytes = index.bytes + #sample
    if sample == '' or #index.all >= 16 * tonumber(ARGV[19]) or bytes > MAX_SAMPLE_BYTES then
      leftOut = leftOut + 1
    else
      kept[#kept + 1], kept[#kept + 2] = group .. entry, sample
      index.bytes, index.all, index.isChanged = bytes, index.all .. entry, true
    end
  end
end
for _, group in ipairs(bearers) do
  local index = indexOf[group]
  if index.isChanged then
    kept[#kept + 1], kept[#kept + 2] = group .. 's', index.flag .. string.format('%08d', index.bytes) .. index.all
  end
end
if ARGV[14] ~= '' then call('HSETNX', KEYS[4], ARGV[13], ARGV[14]) end
if #kept > 0 then call('HSET', KEYS[4], unpack(kept)) end
for name, more in pairs({[ARGV[17]] = tonumber(ARGV[16]), [ARGV[18]] = leftOut}) do
  if more > 0 then sums[name] = (sums[name] or tonumber(call('ZSCORE', KEYS[3], name) or '0')) + more end
end
return {1, ms, write(), unpack(missing)}
