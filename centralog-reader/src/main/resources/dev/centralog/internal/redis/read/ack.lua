-- Deletes a delivery. Must be called only after its content is stored safely, that is after COMMIT.
--
-- KEYS 1 sealedCounts  2 sealedPayloads  3 leases  4 owners
-- ARGV 1 id  2 owner
-- Answers 1 deleted, 0 not ours any more (harmless: the content is stored, and its identities are the same for all)
-- Cost    O(log D) for D sealed deliveries; the memory is freed in the background
redis.call('ZREM', KEYS[3], '') -- writes nothing; a replica refuses it, a full Redis does not
local held = redis.call('HGET', KEYS[4], ARGV[1])
if not held or string.match(held, '^(%S+) ') ~= ARGV[2] then return 0 end
redis.call('UNLINK', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('HDEL', KEYS[4], ARGV[1])
return 1
