// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The end of connections that have not begun a request for a while, however many bytes they send. Jetty's own limit is the time
 * without any byte, which a client that sends one now and then never reaches.
 *
 * <p>Thread-safety: one thread, the scheduler's; {@link #spare} and {@link #watch}: any thread.
 */
final class SlowConnections implements Runnable {
    private final Connector connector;
    private final Scheduler scheduler;
    private final long limitMillis;
    private final LongSupplier nanos;
    private final Set<EndPoint> spared = ConcurrentHashMap.newKeySet();
    private Map<EndPoint, Seen> seen = new HashMap<>();

    private record Seen(long requests, long atNanos) {}

    /** Makes one that looks at all connections of a connector, ten times within the limit. */
    SlowConnections(Connector connector, Scheduler scheduler, long limitMillis, LongSupplier nanos) {
        this.connector = connector;
        this.scheduler = scheduler;
        this.limitMillis = limitMillis;
        this.nanos = nanos;
    }

    /** Closes those that are too slow, and looks again later. */
    @Override
    public void run() {
        long now = nanos.getAsLong();
        Map<EndPoint, Seen> next = new HashMap<>();
        for (EndPoint each : connector.getConnectedEndPoints()) {
            Connection connection = each.getConnection();
            long requests = connection == null ? 0 : connection.getMessagesIn();
            Seen before = seen.get(each);
            if (before == null || before.requests != requests || spared.contains(each)) {
                next.put(each, new Seen(requests, now));
            } else if (now - before.atNanos > TimeUnit.MILLISECONDS.toNanos(limitMillis)) {
                each.close();
            } else {
                next.put(each, before);
            }
        }
        seen = next;
        schedule();
    }

    /** Lets the connection of a request be, as its answer takes long. */
    void spare(Request request) {
        spared.add(endPoint(request));
    }

    /** Looks at the connection of a request again. */
    void watch(Request request) {
        spared.remove(endPoint(request));
    }

    private static EndPoint endPoint(Request request) {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    void schedule() {
        scheduler.schedule(this, limitMillis / 10, TimeUnit.MILLISECONDS);
    }
}
