// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.ActionTotals;
import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.DeliverySource;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.sink.SealedDelivery;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sink;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where deliveries of one stream come from, and where they go.
 *
 * @param opener connects to Redis
 * @param reader reads what must be known beforehand, or throws a {@link ReadFailure}; then makes of it what is stored, with
 *     the number of attempts
 * @param plural what many deliveries are called in messages
 * @param name a delivery's name in messages
 * @param end when the time that a delivery is of was over
 * @param sink where it is stored
 * @param readsAhead whether the next delivery is claimed and read while one is stored: two are in memory then
 */
record Pipeline<D extends Delivery, S extends SealedDelivery>(
        Opener<D> opener,
        Function<D, IntFunction<S>> reader,
        String plural,
        Function<D, String> name,
        Function<D, Instant> end,
        Sink<S> sink,
        boolean readsAhead) {
    /** Connects. */
    interface Opener<D extends Delivery> {
        /**
         * A source.
         *
         * @param draining whether it is left for good when Redis is empty: late counts are not waited for then
         */
        DeliverySource<D> open(boolean draining);
    }

    static Pipeline<EventWindow, SealedWindow> events(
            CentralogConfig config, Sink<SealedWindow> sink, StatusListener status) {
        return new Pipeline<>(
                draining -> EventSource.open(config, status),
                Pipeline::readWindow,
                "windows",
                window -> "window " + window.windowStart(),
                window -> window.windowStart().plusSeconds(1),
                sink,
                true);
    }

    static Pipeline<ActionSlice, SealedSlice> actions(
            CentralogConfig config, Sink<SealedSlice> sink, StatusListener status) {
        return new Pipeline<>(
                draining ->
                        ActionSource.open(draining ? config.with(ReaderSettings.SLICE_LATE_HOLD, 0) : config, status),
                Pipeline::readSlice,
                "slices",
                slice -> "slice " + slice.sliceStart(),
                slice -> slice.sliceStart().plus(slice.sliceLength()),
                sink,
                false);
    }

    /** A window is kept while the database is away; one that is too large for that is read again with each attempt. */
    static IntFunction<SealedWindow> readWindow(EventWindow window) {
        Iterable<EventWindow.Content> parts = ReadFailure.reading(window::parts);
        return attempts -> new SealedWindow(window.delivery(), attempts, ReadFailure.readingEach(parts));
    }

    private static long characters(GatheredAction action) {
        UnreadablePayload unreadable = action.unreadable();
        ActionTotals totals = action.totals();
        long samples = totals.samples().stream().mapToLong(String::length).sum();
        return samples
                + characters(totals.first())
                + characters(totals.last())
                + (unreadable == null ? 0 : unreadable.raw().length);
    }

    private static long characters(ActionTotals.@Nullable Payload payload) {
        return payload == null ? 0 : payload.text().length();
    }

    /**
     * A slice is too large to be kept, and is read again with each attempt. None is claimed ahead, as another gatherer may
     * have time for it; its pages are read ahead.
     */
    static IntFunction<SealedSlice> readSlice(ActionSlice slice) {
        return attempts -> new SealedSlice(
                slice.delivery(),
                attempts,
                () -> new PrefetchingIterator<>(ReadFailure.readingEach(slice).iterator(), Pipeline::characters));
    }
}
