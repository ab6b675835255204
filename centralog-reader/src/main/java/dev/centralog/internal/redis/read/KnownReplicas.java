// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import dev.centralog.internal.redis.ServerInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The number of replicas that may take over from a primary: those that are online, and those that disconnected a short while
 * ago. A replica that the primary has lost may still be reachable for Sentinel, which may be making it the primary.
 *
 * <p>Thread-safety: none; not shared.
 */
final class KnownReplicas {
    /**
     * The time after which a disconnected replica is not counted any more. By default Sentinel waits 30 s before it acts
     * ({@code down-after-milliseconds}), and then takes some seconds.
     */
    static final Duration GONE_AFTER = Duration.ofMinutes(1);

    private final Deque<Long> awaySinceNanos = new ArrayDeque<>();
    private String primary = "";
    private int online;

    /** Returns the number of replicas of a server, and notes those that it has now; the time is of a monotonic clock. */
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
            awaySinceNanos.pollLast(); // a disconnected replica is back, or a new one has come
        }
        return online + awaySinceNanos.size();
    }
}
