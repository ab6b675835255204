-- Reads the payloads of groups of events and their samples, as many as fit into one reply of limited size.
--
-- KEYS 1 payloads  2 leases
-- ARGV 1 maxBytes  2 maxPayload  3 maxSamples of a group  4 maxBytes of a group's samples, then groups, or other fields
-- Answers for each of the first fields, up to the one that reaches maxBytes, so at least one: {payload, index, samples...}; false
--         where there is none; the length instead of what is too long, which is not read. See 'apply-events' for the index
-- Cost    O(N) for N fields and samples
redis.call('ZREM', KEYS[2], '') -- as in 'ask': a replica may not have them yet
local isOurs = redis.call('TYPE', KEYS[1]).ok == 'hash'
local answer, bytes = {}, 0

-- The value of a field, if it is no longer than that.
local function read(field, most)
  local length = isOurs and redis.call('HSTRLEN', KEYS[1], field) or 0
  if length == 0 then return isOurs and redis.call('HGET', KEYS[1], field) end
  if length > most then return length end
  bytes = bytes + length
  return redis.call('HGET', KEYS[1], field)
end

for i = 5, #ARGV do
  local group = ARGV[i]
  local all = {read(group, tonumber(ARGV[2]))}
  if #group == 16 then
    all[2] = read(group .. 's', 9 + 16 * tonumber(ARGV[3]))
    local room = bytes + tonumber(ARGV[4])
    for at = 10, type(all[2]) == 'string' and #all[2] - 15 or 0, 16 do
      all[#all + 1] = read(group .. string.sub(all[2], at, at + 15), math.max(0, room - bytes))
    end
  end
  answer[i - 4] = all
  if bytes >= tonumber(ARGV[1]) then break end
end
return answer
