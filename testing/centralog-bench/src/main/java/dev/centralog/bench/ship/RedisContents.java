// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import java.util.List;

/**
 * The contents of a Redis from which nothing is gathered, added up in Redis itself.
 *
 * @param events the events of our appender: the scores of all groups of all windows, without the reserved groups but {@code ~overflow}
 * @param reportedDrops the sum of the drop reports
 * @param largestWindow the most payloads of a window, and so rows of one second
 * @param payloadBytes the average length of a payload
 * @param listed the events of a peer, in its list
 */
record RedisContents(long events, long reportedDrops, long largestWindow, long payloadBytes, long listed) {
    private static final String ADD_UP = """
            local uncounted = {['~left:'] = true, ['~start:'] = true, ['~alive:'] = true, ['~end:'] = true}
            local events, drops, largest, payloads, bytes = 0, 0, 0, 0, 0
            for _, key in ipairs(redis.call('KEYS', '*:z:*')) do
              local groups = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
              for i = 1, #groups, 2 do
                if string.sub(groups[i], 1, 6) == '~drop:' then
                  drops = drops + groups[i + 1]
                elseif not uncounted[string.match(groups[i], '^~%a+:') or ''] then
                  events = events + groups[i + 1]
                end
              end
            end
            for _, key in ipairs(redis.call('KEYS', '*:d:*')) do
              local fields = redis.call('HKEYS', key)
              local rows = 0
              for _, field in ipairs(fields) do
                if #field == 16 then
                  rows = rows + 1
                  bytes = bytes + redis.call('HSTRLEN', key, field)
                end
              end
              payloads = payloads + rows
              largest = math.max(largest, rows)
            end
            return {events, drops, largest, bytes / math.max(1, payloads), redis.call('LLEN', 'list')}
            """;

    static RedisContents of(LocalRedis redis) {
        try (RedisCli cli = redis.connect()) {
            List<Long> sums = RedisCli.texts(cli.call("EVAL", ADD_UP, "0")).stream()
                    .map(Long::valueOf)
                    .toList();
            return new RedisContents(sums.get(0), sums.get(1), sums.get(2), sums.get(3), sums.get(4));
        }
    }
}
