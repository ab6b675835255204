-- Removes from the book the fields that are old, and that still have the value that the caller has seen.
--
-- KEYS 1 book  2 open  3 open, of actions
-- ARGV 1 closedAge and  2 age of markers, in milliseconds, then up to 500 pairs of a field and its value as seen
-- Answers how many were removed
-- Cost    O(N log W) for N pairs and W open windows
call('HDEL', KEYS[1], '') -- as in 'mark'
local ms = millis()
local fields = {}
for i = 3, #ARGV, 2 do fields[#fields + 1] = ARGV[i] end
local known = call('HMGET', KEYS[1], '~id', '~trimmed', unpack(fields))
local latest, old = trimmed(known), {}
for i, field in ipairs(fields) do
  local value = known[i + 2]
  if value == ARGV[2 * i + 2] then
    local kind = string.sub(field, 1, 1)
    local _, seen, flag = read(value)
    if kind == 'p' and #field == 17 and flag and ms - seen >= tonumber(flag == 'c' and ARGV[1] or ARGV[2]) then
      old[#old + 1], latest = field, math.max(latest, seen)
    elseif kind == 'g' then
      local window = string.sub(field, 2)
      local start, length = string.match(window, '^(-?%d+)%+?(%d*)$')
      length = tonumber(length) or 1
      -- After this time nothing can reach the window any more: no batch, and no late count that is held.
      if start and start + length + 86400 + 64 * length < math.floor(ms / 1000)
          and not call('ZSCORE', KEYS[2], window) and not call('ZSCORE', KEYS[3], window) then
        old[#old + 1] = field
      end
    end
  end
end
-- Before the removal: a marker that is missing, although it was seen later than this, was not trimmed but lost.
if latest > trimmed(known) then call('HSET', KEYS[1], '~trimmed', string.format('%.0f', latest)) end
if #old > 0 then call('HDEL', KEYS[1], unpack(old)) end
return #old
