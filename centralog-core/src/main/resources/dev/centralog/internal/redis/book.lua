-- The head of scripts that read the book, a HASH: '~id' is which Redis this is, '~trimmed' when the latest of all markers that
-- were trimmed was seen, 'p' and 16 bytes a producer id's marker, 'g' and a window how often that was sealed.
local call = redis.call

-- Redis's time in milliseconds.
local function millis()
  local now = call('TIME')
  return now[1] * 1000 + math.floor(now[2] / 1000)
end

-- Last, seen, flag and tokens of a marker; nothing for one that is missing or that is none of ours.
local function read(marker)
  local last, seen, flag, tokens = string.match(marker or '', '^(%d+) (%d+) ([-cr]) (.*)$')
  if last and #tokens == 8 * math.min(16, tonumber(last)) then return last, tonumber(seen), flag, tokens end
end

-- By concatenation: 'format' ends a text at its first zero byte.
local function marker(last, seen, flag, tokens)
  return last .. string.format(' %.0f ', seen) .. flag .. ' ' .. tokens
end

-- When the latest of the trimmed markers was seen.
local function trimmed(known)
  return tonumber(known[2] or '0') or 0
end

-- What is written now is stamped so: never before what was trimmed.
local function stamp(ms, known)
  return math.max(ms, trimmed(known) + 1)
end

-- Appends to an answer: ms, the redis id or '', what trimmed() says, and the markers, '' for none.
local function state(answer, ms, known, markers)
  answer[#answer + 1], answer[#answer + 2], answer[#answer + 3] = ms, known[1] or '', trimmed(known)
  for i = 3, 2 + markers do answer[#answer + 1] = known[i] or '' end
  return answer
end
