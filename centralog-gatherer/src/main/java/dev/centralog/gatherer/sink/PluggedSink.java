// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.gather.DeliverySink;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.SinkRefusedException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;

/** A sink that a jar beside the gatherer's own has brought; this one counts what it is given. */
final class PluggedSink<D extends SealedDelivery, T> implements Sink<D> {
    private final SinkTarget target;
    private final DeliverySink<T> sink;
    private final Content<D, T> content;
    private boolean isPrepared;

    /**
     * The content of deliveries of one stream.
     *
     * @param of returns what a delivery consists of
     * @param counts returns what is counted of each of these
     */
    record Content<D, T>(Function<D, Iterable<T>> of, Function<T, Stored> counts) {
        static final Content<SealedWindow, EventWindow.Content> OF_WINDOWS = new Content<>(
                window -> new EachMapped<>(window.parts(), WindowPart::content),
                part -> WindowWriter.counts(part, part.unreadable().size()));

        static final Content<SealedSlice, GatheredAction> OF_SLICES = new Content<>(
                slice -> new EachMapped<>(slice.rows(), ActionRow::action),
                action -> new Stored(
                        1,
                        action.count(),
                        0,
                        0,
                        Map.of(),
                        DeliveryWriter.deadLetters(action.unreadable() == null ? 0 : 1, 0)));
    }

    PluggedSink(SinkTarget target, DeliverySink<T> sink, Content<D, T> content) {
        this.target = target;
        this.sink = sink;
        this.content = content;
    }

    @Override
    public void prepare() {
        if (!isPrepared) {
            try {
                sink.prepare();
            } catch (IOException e) {
                throw failure(e);
            }
            isPrepared = true;
        }
    }

    @Override
    public Stored store(D delivery) {
        prepare();
        isPrepared = false;
        Counted<T> parts = new Counted<>(content.of.apply(delivery), content.counts);
        try {
            long putAside = sink.store(parts);
            isPrepared = true;
            return parts.counts.plus(new Stored(0, 0, 0, 0, Map.of(), DeliveryWriter.deadLetters(0, putAside)));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private SinkException failure(IOException why) {
        return new SinkException(
                why instanceof SinkRefusedException ? SinkException.Kind.REFUSED : SinkException.Kind.AWAY,
                "can't use the sink " + target.shownUrl() + ": " + target.hideIn(String.valueOf(why.getMessage())),
                why);
    }

    @Override
    public void close() {
        sink.close();
    }

    /** The same items, counted as they are taken; a new iteration begins to count again. */
    private static final class Counted<T> implements Iterable<T> {
        private final Iterable<T> all;
        private final Function<T, Stored> each;
        private Stored counts = Stored.NOTHING;

        Counted(Iterable<T> all, Function<T, Stored> each) {
            this.all = all;
            this.each = each;
        }

        @Override
        public Iterator<T> iterator() {
            counts = Stored.NOTHING;
            return new EachMapped<>(all, this::count).iterator();
        }

        private T count(T item) {
            counts = counts.plus(each.apply(item));
            return item;
        }
    }
}
