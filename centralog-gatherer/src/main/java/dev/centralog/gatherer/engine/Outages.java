// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.sink.SinkException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The outages of Redis and of the database, for all loops of a gatherer. At the end of an outage one line is reported. An
 * outage begins when something fails in any loop, and is over when no loop retries any more.
 *
 * <p>Thread-safe. The thread whose work ends an outage reports the line, and asks Redis for the backlog.
 */
final class Outages {
    /** The servers that can be unavailable. */
    enum Peer {
        REDIS("Redis"),
        DATABASE("Database");

        private final String what;

        Peer(String what) {
            this.what = what;
        }

        static Peer of(CentralogException wrong) {
            return wrong instanceof SinkException ? DATABASE : REDIS;
        }
    }

    private static final class Outage {
        private long sinceNanos;
        private int waiting;
        private long attempts;
    }

    private final StatusListener status;
    private final LongSupplier nanos;
    private final Map<Peer, Outage> lasting = new EnumMap<>(Peer.class);
    private final Map<Peer, Duration> over = new EnumMap<>(Peer.class);
    private final Map<String, LongSupplier> rest = new TreeMap<>(Comparator.reverseOrder());
    private long retries;

    Outages(StatusListener status, LongSupplier nanos) {
        this.status = status;
        this.nanos = nanos;
    }

    /** Sets the function that returns how many windows of a stream are in Redis. */
    synchronized void restOf(String stream, LongSupplier count) {
        rest.put(stream, count);
    }

    /** Notes that a loop's work has failed for the first time, and will be retried. */
    synchronized void begins(Peer peer) {
        Outage outage = lasting.computeIfAbsent(peer, first -> {
            Outage begun = new Outage();
            begun.sinceNanos = nanos.getAsLong();
            return begun;
        });
        outage.waiting++;
    }

    /** Notes a retry. */
    synchronized void retried(Peer peer) {
        retries++;
        Outage outage = lasting.get(peer);
        if (outage != null) {
            outage.attempts++;
        }
    }

    /**
     * Notes that the work is done, or given up.
     *
     * @param works whether the server is known to be available again
     */
    void ends(Peer peer, boolean works) {
        Duration lasted;
        long attempts;
        synchronized (this) {
            Outage outage = lasting.get(peer);
            if (outage == null || --outage.waiting > 0) {
                return;
            }
            lasting.remove(peer);
            lasted = Duration.ofNanos(nanos.getAsLong() - outage.sinceNanos);
            attempts = outage.attempts;
            over.merge(peer, lasted, Duration::plus);
        }
        if (works) {
            say(peer, lasted, attempts);
        }
    }

    private void say(Peer peer, Duration lasted, long attempts) {
        status.say(
                Severity.INFO,
                String.format(
                        Locale.ROOT,
                        "%s available again after %.1f s (%d attempts)%s",
                        peer.what,
                        lasted.toMillis() / 1000.0,
                        attempts + 1,
                        backlog(waiting())),
                null);
    }

    /** Returns the end of a sentence: these words and how much waits in Redis; empty if there are no streams to ask about. */
    static String backlog(@Nullable Map<String, Long> waiting) {
        if (waiting == null) {
            return "; backlog in Redis: not known";
        }
        return waiting.entrySet().stream()
                .map(stream -> stream.getValue() + " " + stream.getKey())
                .collect(Collectors.joining(", ", waiting.isEmpty() ? "" : "; backlog in Redis: ", ""));
    }

    /**
     * Returns how much of each stream is in Redis, by the name of its deliveries; null if not known. Asks Redis, and blocks.
     */
    @Nullable
    Map<String, Long> waiting() {
        Map<String, LongSupplier> streams;
        synchronized (this) {
            streams = new LinkedHashMap<>(rest); // Redis is asked without the lock, because it may be slow
        }
        Map<String, Long> waiting = new LinkedHashMap<>();
        try {
            streams.forEach((stream, count) -> waiting.put(stream, count.getAsLong()));
            return waiting;
        } catch (RuntimeException ignored) { // Redis is unavailable, or the loop has ended and closed its connection
            return null;
        }
    }

    synchronized long retries() {
        return retries;
    }

    /** Returns the servers that are unavailable now. */
    synchronized Set<Peer> lasting() {
        return Set.copyOf(lasting.keySet());
    }

    /** Returns the total time for which the server was unavailable, an outage that still lasts included. */
    synchronized Duration away(Peer peer) {
        Duration before = over.getOrDefault(peer, Duration.ZERO);
        Outage outage = lasting.get(peer);
        return outage == null ? before : before.plusNanos(nanos.getAsLong() - outage.sinceNanos);
    }
}
