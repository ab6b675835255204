// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gatherer.engine.Patience.StoppedException;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.Stored;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * Claims, reads, stores, acknowledges, window by window. A window is acknowledged after it is stored, and left to its
 * lease's end in every other case; so each is stored whole, and stored again at worst, which changes nothing.
 */
final class GatherLoop {
    private static final Duration CLAIM_WAIT = Duration.ofMillis(500);

    private final Supplier<WindowSource> opener;
    private final Sink sink;
    private final StatusListener status;
    private final CountDownLatch stop;
    private volatile GatherStats stats = GatherStats.NONE;

    GatherLoop(Supplier<WindowSource> opener, Sink sink, StatusListener status, CountDownLatch stop) {
        this.opener = opener;
        this.sink = sink;
        this.status = status;
        this.stop = stop;
    }

    GatherStats stats() {
        return stats;
    }

    /** Gathers until stopped. */
    void run() throws InterruptedException {
        Patience patience = new Patience(stop, status, null);
        try (WindowSource source = start(patience)) {
            while (true) {
                gatherNext(source, patience);
            }
        } catch (StoppedException asked) {
            // the usual end
        }
    }

    /** Gathers what Redis holds now; false if it was stopped before all of that was stored. */
    boolean drain(Duration giveUpAfter) throws InterruptedException {
        Patience patience = new Patience(stop, status, giveUpAfter);
        try (WindowSource source = start(patience)) {
            Backlog start = patience.untilItWorks(attempt -> source.backlog());
            while (!start.isDoneIn(patience.untilItWorks(attempt -> source.backlog()))) {
                gatherNext(source, patience);
            }
            return true;
        } catch (StoppedException asked) {
            return false;
        }
    }

    private WindowSource start(Patience patience) throws StoppedException, InterruptedException {
        patience.untilItWorks(attempt -> {
            sink.prepare();
            return true;
        });
        return patience.untilItWorks(attempt -> opener.get());
    }

    private void gatherNext(WindowSource source, Patience patience) throws StoppedException, InterruptedException {
        if (stop.getCount() == 0) {
            throw new StoppedException();
        }
        Optional<Delivery> claimed = patience.untilItWorks(attempt -> Optional.ofNullable(source.claim(CLAIM_WAIT)));
        if (claimed.isEmpty()) {
            return;
        }
        Delivery delivery = claimed.get();
        boolean kept = false;
        try {
            kept = gather(delivery, patience);
        } finally {
            if (!kept) {
                delivery.release();
            }
        }
    }

    /** Stores and acknowledges; false if the window is to be left to its lease's end. */
    private boolean gather(Delivery delivery, Patience patience) throws StoppedException, InterruptedException {
        Delivery.Content content;
        try {
            content = delivery.content();
        } catch (CentralogException wrong) {
            // Redis is away, or another reader was faster; asking for the next window tells which.
            status.say(Severity.WARN, "can't read the window " + delivery.windowStart(), wrong);
            return false;
        }
        Stored stored = patience.untilItWorks(attempt ->
                sink.store(new SealedWindow(delivery.delivery(), delivery.attempts() + attempt - 1, content)));
        stats = stats.plus(stored);
        try {
            delivery.acknowledge();
            return true;
        } catch (CentralogException wrong) {
            status.say(
                    Severity.WARN,
                    "can't acknowledge the window " + delivery.windowStart() + ", which is stored; it will be stored"
                            + " again, which changes nothing",
                    wrong);
            return false;
        }
    }
}
