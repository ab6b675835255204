// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.DeliverySource;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.sink.ActionRow;
import dev.centralog.gatherer.sink.SealedDelivery;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.WindowPart;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The way of one stream's deliveries from Redis into a database.
 *
 * @param opener connects to Redis
 * @param reader reads what must be known beforehand, or throws a {@link ReadFailure}; the function that it returns makes what
 *     is stored, given the number of attempts
 * @param plural the word for deliveries in messages
 * @param name returns a delivery's name for messages
 * @param end returns the end of the period that a delivery covers
 * @param sink the sink to store in
 * @param readsAhead whether the next delivery is claimed and read while one is stored; two are in memory then
 */
record Pipeline<D extends Delivery, S extends SealedDelivery>(
        Opener<D> opener,
        Function<D, IntFunction<S>> reader,
        String plural,
        Function<D, String> name,
        Function<D, Instant> end,
        Sink<S> sink,
        boolean readsAhead) {
    /** An opener of sources. */
    interface Opener<D extends Delivery> {
        /**
         * Connects to Redis and returns a source.
         *
         * @param draining whether gathering ends when Redis is empty; late counts are not waited for then
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

    /** Reads a window, which is kept in memory while it is stored; one that is too large is read again for each attempt. */
    static IntFunction<SealedWindow> readWindow(EventWindow window) {
        Iterable<WindowPart> parts = ReadFailure.reading(() -> WindowPart.each(window.parts()));
        return attempts -> new SealedWindow(window.delivery(), attempts, ReadFailure.readingEach(parts));
    }

    /**
     * Returns a function that reads a slice for each attempt: a slice is too large to be kept in memory. Its pages are read
     * ahead, and its rows made, while those before are written. No slice is claimed ahead, because another gatherer may have
     * time for it.
     */
    static IntFunction<SealedSlice> readSlice(ActionSlice slice) {
        Iterable<ActionRow> rows = ActionRow.ofEach(ReadFailure.readingEach(slice));
        return attempts -> new SealedSlice(
                slice.delivery(), attempts, () -> new PrefetchingIterator<>(rows.iterator(), ActionRow::characters));
    }
}
