-- Reads the payloads of groups, as many as fit into one reply of limited size, however large the payloads are.
--
-- KEYS 1 payloads  2 leases
-- ARGV 1 maxBytes  2 maxPayload, then groups
-- Answers the payloads of the first groups, up to the one that reaches maxBytes, so at least one: nil where there is none, and
--         the length instead of a payload that is longer than maxPayload, which is not read
-- Cost    O(N) for N groups
redis.call('ZREM', KEYS[2], '') -- as in 'ask': a replica may not have them yet
local isOurs = redis.call('TYPE', KEYS[1]).ok == 'hash'
local answer, bytes = {}, 0
for i = 3, #ARGV do
  local length = isOurs and redis.call('HSTRLEN', KEYS[1], ARGV[i]) or 0
  if length > tonumber(ARGV[2]) then
    answer[i - 2] = length
  else
    answer[i - 2] = isOurs and redis.call('HGET', KEYS[1], ARGV[i])
    bytes = bytes + length
  end
  if bytes >= tonumber(ARGV[1]) then break end
end
return answer
