-- Which Redis this is.
--
-- KEYS 1 meta
-- Answers the id that the first reader or producer has written; nil where nothing is there
-- Cost    O(1)
redis.call('HDEL', KEYS[1], '') -- as in 'position'
return redis.call('HGET', KEYS[1], 'source')
