#!lua flags=no-writes
-- Reads the payloads of groups, as many as one answer is good for: whatever they hold, nobody has to take much at once.
--
-- KEYS 1 payloads
-- ARGV 1 maxBytes, then groups
-- Answers the payloads of the first groups, nil for none: up to the one that reaches maxBytes, so at least one
-- Cost    O(N) for N groups
local answer, bytes = {}, 0
for i = 2, #ARGV do
  local payload = redis.call('HGET', KEYS[1], ARGV[i])
  answer[i - 1], bytes = payload, bytes + #(payload or '')
  if bytes >= tonumber(ARGV[1]) then break end
end
return answer
