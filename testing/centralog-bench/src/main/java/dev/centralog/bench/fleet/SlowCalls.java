// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.fleet;

import dev.centralog.internal.redis.Script;
import dev.centralog.internal.redis.Scripts;
import dev.centralog.internal.redis.read.ReaderScripts;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The slowest calls of each kind in a Redis since it was started, by its own log of slow commands. */
final class SlowCalls {
    /** The lines of redis.conf that make Redis log whatever takes a millisecond. */
    static final String[] CONFIG = {"slowlog-log-slower-than 1000", "slowlog-max-len 100000"};

    private static final Map<String, Script> SCRIPTS = Map.of(
            "apply-events", Scripts.APPLY_EVENTS,
            "ask", Scripts.ASK,
            "mark", Scripts.MARK,
            "seal", ReaderScripts.SEAL,
            "events", ReaderScripts.EVENTS,
            "ack", ReaderScripts.ACK,
            "trim", ReaderScripts.TRIM);

    private SlowCalls() {}

    /** Returns the time of the slowest call of each kind, in microseconds. */
    static Map<String, Long> of(LocalRedis redis) {
        Map<String, Long> slowest = new TreeMap<>();
        try (RedisCli cli = redis.connect()) {
            if (cli.call("SLOWLOG", "GET", "100000") instanceof List<?> entries) {
                entries.forEach(
                        each -> slowest.merge(kind(RedisCli.texts(part(each, 3))), (Long) part(each, 2), Math::max));
            }
        }
        return slowest;
    }

    private static Object part(Object entry, int index) {
        return ((List<?>) entry).get(index);
    }

    private static String kind(List<String> command) {
        if (!command.get(0).startsWith("EVAL")) {
            return command.get(0);
        }
        for (Map.Entry<String, Script> each : SCRIPTS.entrySet()) {
            if (each.getValue().sha1().equals(command.get(1))) {
                return each.getKey();
            }
        }
        return command.get(0);
    }
}
