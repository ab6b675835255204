// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import java.time.Duration;

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

    private String primary = "";
    private int most;
    private boolean isOneAway;
    private long awaySinceNanos;

    /** Of that server, as it is at that time of a monotonic clock. */
    int of(ServerInfo server, long nowNanos) {
        boolean isAnother = !server.runId().equals(primary);
        if (isAnother || server.replicas() >= most) {
            know(server);
        } else if (!isOneAway) {
            isOneAway = true;
            awaySinceNanos = nowNanos;
        } else if (nowNanos - awaySinceNanos >= GONE_AFTER.toNanos()) {
            know(server);
        }
        return most;
    }

    private void know(ServerInfo server) {
        primary = server.runId();
        most = server.replicas();
        isOneAway = false;
    }
}
