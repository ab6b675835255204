// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.DeliverySource;
import dev.centralog.gather.OpenSlice;
import dev.centralog.gatherer.engine.DeliverySteps.Step;
import dev.centralog.gatherer.engine.RetryLoop.StoppedException;
import dev.centralog.gatherer.sink.SealedDelivery;
import dev.centralog.gatherer.sink.Stored;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A loop that claims deliveries, and takes each through the steps of {@link DeliverySteps}.
 *
 * <p>If the pipeline reads ahead, another thread claims and reads the next delivery that is due while one is stored. The next
 * one is kept on its lease like any other, and is stored after the first, so the order of time is kept. The other thread never
 * waits for a delivery to become due, and makes one delivery at a time: this loop's thread does all waiting, retrying and
 * reporting.
 *
 * @param <D> the type of the deliveries
 * @param <S> the type of what is stored of a delivery
 */
final class GatherLoop<D extends Delivery, S extends SealedDelivery> {
    /** The time of one wait for a delivery, and so the longest time until a stop is noticed. */
    private static final Duration CLAIM_WAIT = Duration.ofSeconds(2);

    private final Pipeline<D, S> pipeline;
    private final StatusListener status;
    private final CountDownLatch stop;
    private final Outages outages;
    private final StreamCounts counts = new StreamCounts(Clock.systemUTC());
    private volatile @Nullable DeliverySource<D> opened;
    private volatile boolean isPrepared;
    private volatile Runnable onDrained = () -> {};

    GatherLoop(Pipeline<D, S> pipeline, StatusListener status, Outages outages, CountDownLatch stop) {
        this.pipeline = pipeline;
        this.status = status;
        this.outages = outages;
        this.stop = stop;
    }

    StreamStats stats() {
        return counts.stats();
    }

    /** Returns the source, so that another thread can look at Redis; null if it was not opened yet. */
    @Nullable
    DeliverySource<D> source() {
        return opened;
    }

    /** Returns whether the tables to store in are there, of this version. */
    boolean isPrepared() {
        return isPrepared;
    }

    /** Sets what {@link #drain} does at its end, while the source is still open. */
    void onDrained(Runnable work) {
        onDrained = work;
    }

    /** Gathers until stopped. */
    void run() throws InterruptedException {
        RetryLoop retries = new RetryLoop(stop, status, outages, null);
        try (DeliverySource<D> source = start(retries, false)) {
            Prefetcher<Held<D, S>> ahead = ahead(source);
            while (true) {
                gatherNext(source, ahead, retries);
            }
        } catch (StoppedException ignored) {
            // the usual end
        }
    }

    /**
     * Gathers what Redis holds now, except open slices that are not due within {@code giveUpAfter}; returns false if it was
     * stopped before the end.
     */
    boolean drain(Duration giveUpAfter) throws InterruptedException {
        RetryLoop retries = new RetryLoop(stop, status, outages, giveUpAfter);
        long startNanos = System.nanoTime();
        try (DeliverySource<D> source = start(retries, true)) {
            Prefetcher<Held<D, S>> ahead = ahead(source);
            Backlog start = retries.untilItWorks(attempt -> source.backlog());
            Backlog now = start;
            int left = start.open().size() + start.leased().size();
            while (!start.isDoneIn(now)) {
                boolean took = gatherNext(source, ahead, retries);
                if (took && --left > 0) {
                    continue; // the backlog needs no check before as many deliveries were taken as were there
                }
                List<OpenSlice> open = retries.untilItWorks(attempt -> source.openSlices());
                now = retries.untilItWorks(attempt -> source.backlog());
                boolean leased = !start.isDoneIn(new Backlog(Set.of(), now.leased()));
                Duration timeLeft = giveUpAfter.minusNanos(System.nanoTime() - startNanos);
                if (!took && !leased && stayOpen(open, timeLeft)) {
                    break;
                }
            }
            Held<D, S> last = ahead.take();
            if (last != null) {
                gather(last, retries);
            }
            onDrained.run();
            return true;
        } catch (StoppedException ignored) {
            return false;
        }
    }

    /** Returns whether there are open slices and none is due in the time left; if so, reports it. */
    private boolean stayOpen(List<OpenSlice> open, Duration left) {
        // A slice that is due now is taken, even if there is no time left to wait.
        Duration wait = left.isNegative() ? Duration.ZERO : left;
        if (open.isEmpty() || open.stream().anyMatch(each -> each.dueIn().compareTo(wait) <= 0)) {
            return false;
        }
        Duration last = open.stream()
                .map(OpenSlice::dueIn)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        status.say(
                Severity.INFO,
                open.size()
                        + " slices of actions are still open and stay open (setting 'giveUpAfter'); the last of them is"
                        + " due in " + last.toSeconds() + " s",
                null);
        return true;
    }

    private DeliverySource<D> start(RetryLoop retries, boolean draining) throws StoppedException, InterruptedException {
        retries.untilItWorks(attempt -> {
            pipeline.sink().prepare();
            return true;
        });
        isPrepared = true;
        DeliverySource<D> source =
                retries.untilItWorks(attempt -> pipeline.opener().open(draining));
        outages.restOf(pipeline.plural(), () -> {
            Backlog rest = source.backlog();
            return (long) rest.open().size() + rest.leased().size();
        });
        opened = source;
        return source;
    }

    /**
     * A delivery that this loop holds on lease.
     *
     * @param content returns the content, given the number of attempts; null if reading failed
     * @param failure the exception that reading threw; null if it worked
     */
    private record Held<D, S>(
            D delivery,
            DeliverySteps steps,
            @Nullable IntFunction<S> content,
            @Nullable ReadFailure failure) {}

    private Prefetcher<Held<D, S>> ahead(DeliverySource<D> source) {
        return new Prefetcher<>("centralog-gatherer-ahead", () -> heldAhead(source));
    }

    /** Returns the next delivery; null if none is due, or if Redis is unavailable, which the loop's next claim reports. */
    private @Nullable Held<D, S> heldAhead(DeliverySource<D> source) {
        try {
            D claimed = isStopped() ? null : claim(source, Duration.ZERO);
            return claimed == null ? null : read(claimed);
        } catch (InterruptedException interrupted) { // never happens: no other code knows that thread
            Thread.currentThread().interrupt();
            return null;
        } catch (CentralogException ignored) {
            return null;
        }
    }

    private @Nullable D claim(DeliverySource<D> source, Duration wait) throws InterruptedException {
        boolean answered = false;
        D claimed = null;
        try {
            claimed = source.claim(wait);
            answered = true;
        } finally {
            if (claimed == null) {
                counts.nothingClaimed(answered);
            } else {
                counts.claimed();
            }
        }
        return claimed;
    }

    private Held<D, S> read(D delivery) {
        DeliverySteps steps = new DeliverySteps();
        try {
            IntFunction<S> content = pipeline.reader().apply(delivery);
            if (pipeline.readsAhead()) {
                counts.read();
            }
            steps.onDone();
            return new Held<>(delivery, steps, content, null);
        } catch (ReadFailure e) {
            steps.onFailure();
            return new Held<>(delivery, steps, null, e);
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    /** Gathers the next delivery; returns false if there was none. */
    private boolean gatherNext(DeliverySource<D> source, Prefetcher<Held<D, S>> ahead, RetryLoop retries)
            throws StoppedException, InterruptedException {
        Held<D, S> held = ahead.take();
        if (held == null) {
            if (isStopped()) {
                throw new StoppedException();
            }
            Optional<D> claimed = retries.untilItWorks(attempt -> Optional.ofNullable(claim(source, CLAIM_WAIT)));
            if (claimed.isEmpty()) {
                return false;
            }
            held = read(claimed.get());
        }
        if (pipeline.readsAhead()) {
            ahead.begin();
        }
        gather(held, retries);
        return true;
    }

    private void gather(Held<D, S> held, RetryLoop retries) throws StoppedException, InterruptedException {
        DeliverySteps steps = held.steps;
        if (held.failure != null) {
            sayUnread(held.delivery, held.failure);
        }
        try {
            while (steps.next() == Step.STORE || steps.next() == Step.ACKNOWLEDGE) {
                if (steps.next() == Step.STORE ? store(held, retries) : acknowledge(held.delivery)) {
                    steps.onDone();
                } else {
                    steps.onFailure();
                }
            }
        } finally {
            if (steps.next() != Step.DONE) {
                held.delivery.release();
            }
        }
    }

    /** Stores a delivery; returns false if its content could not be read from Redis. */
    private boolean store(Held<D, S> held, RetryLoop retries) throws StoppedException, InterruptedException {
        D delivery = held.delivery;
        IntFunction<S> content = Objects.requireNonNull(held.content);
        Timed stored;
        try {
            stored = retries.untilItWorks(attempt -> timed(content.apply(delivery.attempts() + attempt - 1)));
        } catch (ReadFailure e) {
            sayUnread(delivery, e);
            return false;
        }
        if (!pipeline.readsAhead()) {
            counts.read();
        }
        counts.stored(stored.what, pipeline.end().apply(delivery), stored.took);
        return true;
    }

    private record Timed(Stored what, Duration took) {}

    private Timed timed(S content) {
        long start = System.nanoTime();
        Stored stored = pipeline.sink().store(content);
        return new Timed(stored, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Acknowledges a delivery; returns false if Redis is unavailable. */
    private boolean acknowledge(D delivery) {
        try {
            delivery.acknowledge();
            return true;
        } catch (CentralogException e) {
            say(
                    "can't acknowledge the " + pipeline.name().apply(delivery)
                            + "; it is stored, and storing it again changes nothing",
                    e);
            return false;
        }
    }

    private void sayUnread(D delivery, ReadFailure wrong) {
        if (!wrong.isGone()) {
            say("can't read the " + pipeline.name().apply(delivery), wrong.why());
        }
    }

    private void say(String message, CentralogException why) {
        status.say(Severity.WARN, message, why);
    }
}
