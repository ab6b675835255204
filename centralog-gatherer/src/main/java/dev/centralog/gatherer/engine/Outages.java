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
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the times at which Redis or the database was away, for all loops of a gatherer, and says one line when such a time
 * is over. It begins when something fails in any loop, and is over when nothing is being tried again in any.
 *
 * <p>Thread-safe. The line is said, and the rest in Redis asked for, by the thread whose work ended it.
 */
final class Outages {
    /** Who can be away. */
    enum Peer {
        REDIS("Redis did not answer"),
        DATABASE("the database did not answer or store");

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

    /** Says how to find out how much of a stream is in Redis. */
    synchronized void restOf(String stream, LongSupplier count) {
        rest.put(stream, count);
    }

    /** Somebody's work failed for the first time, and will be tried again. */
    synchronized void begins(Peer peer) {
        Outage outage = lasting.computeIfAbsent(peer, first -> {
            Outage begun = new Outage();
            begun.sinceNanos = nanos.getAsLong();
            return begun;
        });
        outage.waiting++;
    }

    /** It is tried again. */
    synchronized void retried(Peer peer) {
        retries++;
        Outage outage = lasting.get(peer);
        if (outage != null) {
            outage.attempts++;
        }
    }

    /**
     * That work is done, or given up.
     *
     * @param works whether who was away is known to be back
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
                        "%s for %.1f s, and does again, at try %d%s",
                        peer.what,
                        lasted.toMillis() / 1000.0,
                        attempts + 1,
                        waits("; in Redis now wait ", waiting())),
                null);
    }

    /** Returns how much waits as the end of a sentence, behind these words; nothing where nobody is asked. */
    static String waits(String words, @Nullable Map<String, Long> waiting) {
        if (waiting == null) {
            return "; how much waits in Redis is not known";
        }
        return waiting.entrySet().stream()
                .map(stream -> stream.getValue() + " " + stream.getKey())
                .collect(Collectors.joining(", ", waiting.isEmpty() ? "" : words, ""));
    }

    /** How much of each stream is in Redis, by what its deliveries are called; null if that is not known. Asks Redis. */
    @Nullable
    Map<String, Long> waiting() {
        Map<String, LongSupplier> streams;
        synchronized (this) {
            streams = new LinkedHashMap<>(rest); // asked without our lock: Redis may be slow
        }
        Map<String, Long> waiting = new LinkedHashMap<>();
        try {
            streams.forEach((stream, count) -> waiting.put(stream, count.getAsLong()));
            return waiting;
        } catch (RuntimeException ignored) { // or its loop has ended, and closed its connection
            return null;
        }
    }

    synchronized long retries() {
        return retries;
    }

    /** How long it was away, all times together, and the one that lasts. */
    synchronized Duration away(Peer peer) {
        Duration before = over.getOrDefault(peer, Duration.ZERO);
        Outage outage = lasting.get(peer);
        return outage == null ? before : before.plusNanos(nanos.getAsLong() - outage.sinceNanos);
    }
}
