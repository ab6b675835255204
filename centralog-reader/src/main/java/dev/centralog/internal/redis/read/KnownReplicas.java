// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.ServerInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many replicas may take over from a primary: those that are online, and those that went away a while ago. For one that
 * is out of the primary's sight may be in Sentinel's, and just be made the primary.
 *
 * <p>Thread-safety: none; not shared.
 */
final class KnownReplicas {
    /**
     * One that is away for longer is taken for gone. By default Sentinel waits 30 s before it acts ({@code
     * down-after-milliseconds}), and acts for some seconds.
     */
    static final Duration GONE_AFTER = Duration.ofMinutes(1);

    private final Deque<Long> awaySinceNanos = new ArrayDeque<>();
    private String primary = "";
    private int online;

    /** Of that server, as it is at that time of a monotonic clock. */
    int of(ServerInfo server, long nowNanos) {
        if (!server.runId().equals(primary)) {
            primary = server.runId();
            online = 0;
            awaySinceNanos.clear();
        }
        awaySinceNanos.removeIf(since -> nowNanos - since >= GONE_AFTER.toNanos());
        for (; online > server.replicas(); online--) {
            awaySinceNanos.addLast(nowNanos);
        }
        for (; online < server.replicas(); online++) {
            awaySinceNanos.pollLast(); // it is back, or was another one
        }
        return online + awaySinceNanos.size();
    }
}
