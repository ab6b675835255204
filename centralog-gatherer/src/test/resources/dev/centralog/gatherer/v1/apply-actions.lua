-- Continues numbered.lua. Actions: counts groups, and adds up what their values and payloads came to.
--
-- ARGV 8 maxSamples, then N groups, N counts, N totals ('' for none); N <= 1000; a group may stand there twice
-- Totals  JSON {v, n, r, s, l, h, f, z, p, u}: see docs/protocol.md. Decimals are four limbs in base 10^9, the last one the
--         billionths: all but the first from 0 to 999999999, so that a sum carries and a comparison goes limb by limb.
-- Answers {1, t}
-- Cost    O(N log G) for G groups in the slice, and a decoding and an encoding for each line with totals
local MAX_SAMPLE_BYTES = 65536 -- see docs/protocol.md

local function compare(a, b)
  for i = 1, math.min(#a, #b) do
    if a[i] ~= b[i] then return a[i] < b[i] and -1 or 1 end
  end
  return 0
end

local function plus(a, b)
  local sum, carry = {}, 0
  for i = 4, 1, -1 do
    local limb = a[i] + b[i] + carry
    carry = (i > 1 and limb >= 1000000000) and 1 or 0
    sum[i] = limb - carry * 1000000000
  end
  return sum
end

-- Of two times with a text, [seconds, nanoseconds, text], the earlier one; of equal ones, that which came first.
local function earlier(a, b)
  if not a or not b then return a or b end
  return compare({b[1], b[2]}, {a[1], a[2]}) < 0 and b or a
end

-- The later one; of equal ones, that which came last.
local function later(a, b)
  if not a or not b then return a or b end
  return compare({b[1], b[2]}, {a[1], a[2]}) < 0 and a or b
end

local function merge(a, b)
  if not a or not b then return a or b end
  local both = {v = 1, n = (a.n or 0) + (b.n or 0), r = (a.r or 0) + (b.r or 0)}
  both.s = a.s and b.s and plus(a.s, b.s) or a.s or b.s
  both.l = a.l and b.l and (compare(b.l, a.l) < 0 and b.l or a.l) or a.l or b.l
  both.h = a.h and b.h and (compare(b.h, a.h) > 0 and b.h or a.h) or a.h or b.h
  both.f, both.z = earlier(a.f, b.f), later(a.z, b.z)
  if a.p or b.p then
    local all, seen, bytes = {}, {}, 0
    for _, text in ipairs(a.p or {}) do
      all[#all + 1], seen[text], bytes = text, true, bytes + string.len(text)
    end
    -- What others have kept stays: only what is added is held to our bounds.
    for _, text in ipairs(b.p or {}) do
      if not seen[text] and #all < tonumber(ARGV[8]) and bytes + string.len(text) <= MAX_SAMPLE_BYTES then
        all[#all + 1], seen[text], bytes = text, true, bytes + string.len(text)
      end
    end
    if #all > 0 then both.p = all end
  end
  both.u = a.u or b.u
  if a.u and b.u and string.len(a.u) < MAX_SAMPLE_BYTES then both.u = a.u .. '\n' .. b.u end
  return both
end

-- Fails for what is no number that cjson prints whole: it prints 14 digits.
local function check(...)
  for i = 1, select('#', ...) do
    local number = select(i, ...)
    if not (number > -1e14 and number < 1e14) then error('out of range') end
  end
end

-- A text may be anything. One that can't be added up is kept as it is, in 'u', and makes the line unreadable: readers tell.
local function read(text)
  if text == '' then return nil end
  local ok, totals = pcall(function()
    local read = cjson.decode(text)
    check(read.n or 0, read.r or 0)
    for _, name in ipairs({'s', 'l', 'h'}) do
      if read[name] then check(unpack(read[name], 1, 4)) end
    end
    for _, name in ipairs({'f', 'z'}) do
      if read[name] then check(unpack(read[name], 1, 2)) end
    end
    merge(read, read)
    cjson.encode(read)
    return read
  end)
  return ok and totals or {v = 1, n = 0, u = text}
end

local groups, brought = {}, {}
for i = 1, N do
  local group, text = count(i, true), ARGV[FIRST + 2 * N + i]
  if text ~= '' then
    if not brought[group] then
      groups[#groups + 1], brought[group] = group, {}
    end
    table.insert(brought[group], text)
  end
end
local payloads, before = {}, #groups > 0 and call('HMGET', KEYS[2], unpack(groups))
for i, group in ipairs(groups) do
  local all = read(before[i] or '')
  for _, text in ipairs(brought[group]) do all = merge(all, read(text)) end
  -- The payloads of a crowd of users say nothing of any of them.
  if group == '~overflow' then all.f, all.z, all.p = nil, nil, nil end
  payloads[2 * i - 1], payloads[2 * i] = group, cjson.encode(all)
end
write(payloads)
return {1, t}
