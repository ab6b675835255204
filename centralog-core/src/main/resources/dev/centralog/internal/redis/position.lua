-- How far a producer's batches have come.
--
-- KEYS 1 open  2 marker
-- Answers {t, last}: the number of the last batch that was applied, 0 for none
-- Cost    O(1)
redis.call('ZREM', KEYS[1], '') -- writes nothing; a replica refuses it, so that a number is never an older one of a replica
return {tonumber(redis.call('TIME')[1]), tonumber(redis.call('GET', KEYS[2]) or '0')}
