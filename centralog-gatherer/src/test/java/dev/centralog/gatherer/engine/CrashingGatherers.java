// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.Delivery;
import dev.centralog.gather.DeliverySource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.OpenSlice;
import dev.centralog.gather.ReadProgress;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.kill.CrashPoint;
import dev.centralog.gatherer.sink.ActionRow;
import dev.centralog.gatherer.sink.CrashingSink;
import dev.centralog.gatherer.sink.SealedDelivery;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.SinkTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Many gatherers in a process of their own, each from its own stream into its own database. Each stops at its crash point,
 * prints that on standard output, and keeps everything that it holds: transaction, locks, lease. Then the process is killed,
 * so all of them die at that point. Arguments: Redis, and for each gatherer a key prefix, its stream, its point and its
 * database.
 */
public final class CrashingGatherers {
    public static final String EVENTS = "events";
    public static final String ACTIONS = "actions";
    /** The text that is printed before the key prefix. */
    public static final String REACHED = "reached ";

    private CrashingGatherers() {}

    public static void main(String[] arguments) {
        for (int i = 1; i < arguments.length; i += 4) {
            String prefix = arguments[i];
            CentralogConfig config = CentralogConfig.defaults()
                    .with(Settings.REDIS, arguments[0])
                    .with(Settings.KEY_PREFIX, prefix)
                    .with(ReaderSettings.LEASE, Duration.ofSeconds(1))
                    .with(ReaderSettings.GRACE, Duration.ZERO)
                    .with(ReaderSettings.LATE_HOLD, Duration.ZERO)
                    .with(ReaderSettings.SLICE_LATE_HOLD, 0);
            CrashPoint point = CrashPoint.valueOf(arguments[i + 2]);
            CrashPoint.Listener listener = at -> {
                if (at == point) {
                    System.out.println(REACHED + prefix + ".");
                    forEver();
                }
            };
            SinkTarget target = new SinkTarget(arguments[i + 3], "", "", StatusListener.standardError());
            run(
                    prefix,
                    arguments[i + 1].equals(EVENTS)
                            ? events(config, target, listener)
                            : actions(config, target, listener));
        }
        forEver();
    }

    private static void run(String name, GatherLoop<?, ?> loop) {
        GatherThreads.named(name, () -> {
                    try {
                        loop.run();
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                })
                .start();
    }

    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static GatherLoop<EventWindow, ?> events(
            CentralogConfig config, SinkTarget target, CrashPoint.Listener listener) {
        return loop(
                Pipeline.events(config, CrashingSink.events(target, listener), StatusListener.standardError()),
                content -> {
                    listener.at(CrashPoint.AFTER_READ); // the content has been read before this call
                    return content;
                },
                window -> new Window(window, listener),
                listener);
    }

    private static GatherLoop<ActionSlice, ?> actions(
            CentralogConfig config, SinkTarget target, CrashPoint.Listener listener) {
        return loop(
                Pipeline.actions(config, CrashingSink.actions(target, listener), StatusListener.standardError()),
                content -> attempts -> {
                    SealedSlice slice = content.apply(attempts);
                    return new SealedSlice(slice.delivery(), slice.attempts(), () -> new Actions(slice, listener));
                },
                slice -> new Slice(slice, listener),
                listener);
    }

    private static <D extends Delivery, S extends SealedDelivery> GatherLoop<D, S> loop(
            Pipeline<D, S> pipeline,
            UnaryOperator<IntFunction<S>> read,
            UnaryOperator<D> claimed,
            CrashPoint.Listener listener) {
        StatusListener status = StatusListener.standardError();
        return new GatherLoop<>(
                new Pipeline<>(
                        draining -> new CrashingSource<>(pipeline.opener().open(draining), claimed, listener),
                        delivery -> read.apply(pipeline.reader().apply(delivery)),
                        pipeline.plural(),
                        pipeline.name(),
                        pipeline.end(),
                        pipeline.sink(),
                        pipeline.readsAhead()),
                status,
                new Outages(status, System::nanoTime),
                new CountDownLatch(1));
    }

    private record CrashingSource<D extends Delivery>(
            DeliverySource<D> source, UnaryOperator<D> claimed, CrashPoint.Listener listener)
            implements DeliverySource<D> {
        @Override
        public @Nullable D claim(Duration wait) throws InterruptedException {
            D delivery = source.claim(wait);
            if (delivery == null) {
                return null;
            }
            listener.at(CrashPoint.AFTER_CLAIM);
            if (delivery.attempts() > 1) {
                listener.at(CrashPoint.TAKEOVER);
            }
            return claimed.apply(delivery);
        }

        @Override
        public Backlog backlog() {
            return source.backlog();
        }

        @Override
        public List<ReadProgress> progress() {
            return source.progress();
        }

        @Override
        public List<OpenSlice> openSlices() {
            return source.openSlices();
        }

        @Override
        public void close() {
            source.close();
        }
    }

    private static boolean acknowledge(Delivery delivery, CrashPoint.Listener listener) {
        boolean done = delivery.acknowledge();
        listener.at(CrashPoint.AFTER_ACKNOWLEDGE);
        return done;
    }

    private record Window(EventWindow window, CrashPoint.Listener listener) implements EventWindow {
        @Override
        public Instant windowStart() {
            return window.windowStart();
        }

        @Override
        public Content content() {
            return window.content();
        }

        @Override
        public String delivery() {
            return window.delivery();
        }

        @Override
        public int attempts() {
            return window.attempts();
        }

        @Override
        public boolean acknowledge() {
            return CrashingGatherers.acknowledge(window, listener);
        }

        @Override
        public void release() {
            window.release();
        }
    }

    private record Slice(ActionSlice slice, CrashPoint.Listener listener) implements ActionSlice {
        @Override
        public Instant sliceStart() {
            return slice.sliceStart();
        }

        @Override
        public Duration sliceLength() {
            return slice.sliceLength();
        }

        @Override
        public Iterator<GatheredAction> iterator() {
            return slice.iterator();
        }

        @Override
        public String delivery() {
            return slice.delivery();
        }

        @Override
        public int attempts() {
            return slice.attempts();
        }

        @Override
        public boolean acknowledge() {
            return CrashingGatherers.acknowledge(slice, listener);
        }

        @Override
        public void release() {
            slice.release();
        }
    }

    /** An iterator that notifies the listener after the last action was read. */
    private static final class Actions implements Iterator<ActionRow> {
        private final Iterator<ActionRow> all;
        private final CrashPoint.Listener listener;

        Actions(SealedSlice slice, CrashPoint.Listener listener) {
            all = slice.rows().iterator();
            this.listener = listener;
        }

        @Override
        public boolean hasNext() {
            boolean more = all.hasNext();
            if (!more) {
                listener.at(CrashPoint.AFTER_READ);
            }
            return more;
        }

        @Override
        public ActionRow next() {
            return all.next();
        }
    }
}
